import { patternsOf } from '#domain/poems/pattern.plan.ts';
import { regulationOf } from '#domain/poems/regulation.plan.ts';
import { readings } from './made-model.ts';

const judge = (text: string) => regulationOf(text.split('/'), readings);

describe('regulationOf', () => {
  const kept: [name: string, text: string][] = [
    ['五绝仄起首句不入韵', '白日依山尽/黄河入海流/欲穷千里目/更上一层楼'],
    ['五绝平起首句不入韵', '鸣筝金粟柱/素手玉房前/欲得周郎顾/时时误拂弦'],
    ['七绝平起首句入韵', '朝辞白帝彩云间/千里江陵一日还/两岸猿声啼不住/轻舟已过万重山'],
    ['七绝仄起首句入韵', '月落乌啼霜满天/江枫渔火对愁眠/姑苏城外寒山寺/夜半钟声到客船'],
  ];
  test.each(kept)('finds %s in a poem of old', (name, text) => {
    const length = text.indexOf('/') === 5 ? 5 : 7;
    expect(patternsOf(length).map((pattern) => pattern.name)).toContain(name);
    const { hasForm, tones, rhymes } = judge(text);
    expect({ hasForm, rhymes }).toEqual({ hasForm: true, rhymes: true });
    expect(tones).toBeGreaterThan(0.95); // the masters take a liberty now and then
  });

  const broken: [name: string, text: string, fault: object][] = [
    ['lines of unlike length', '白日依山尽/黄河入海/欲穷千里目/更上一层楼', { hasForm: false }],
    ['five lines', '白日依山尽/黄河入海流/欲穷千里目/更上一层楼/更上一层楼', { hasForm: false }],
    ['six characters', '白日依依山尽/黄河滚入海流/欲穷尽千里目/更上去一层楼', { hasForm: false }],
    ['Latin letters', 'abcde/黄河入海流/欲穷千里目/更上一层楼', { hasForm: false }],
    ['ends that do not rhyme', '白日依山尽/黄河入海流/欲穷千里目/更上一层山', { hasForm: true, rhymes: false }],
    ['oblique ends', '白日依山尽/黄河入海水/欲穷千里目/更上一层阙', { rhymes: false }],
    ['a word said twice', '白日依山尽/黄河入海流/欲穷千里目/更上一山楼', { isVaried: false }],
  ];
  test.each(broken)('notices %s', (_name, text, fault) => {
    expect(judge(text)).toMatchObject(fault);
  });

  test('counts the places that do not keep the pattern', () => {
    expect(judge('东东东东东/东东东东东/东东东东东/东东东东东').tones).toBe(0.7);
  });

  test('has both readings of a character that verse uses both ways', () => {
    expect(readings.get('看')).toMatchObject({ isLevel: true, isOblique: true });
    expect(readings.get('花')).toMatchObject({ isLevel: true, isOblique: false });
  });
});
