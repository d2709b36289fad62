import { createRequire } from 'node:module';
import PdfDocument from 'pdfkit';
import { create as drawQr } from 'qrcode';
import type { CertificatePrinter, PrintedCertificate } from '#domain/ports/certificate-printer.ts';

const { resolve } = createRequire(import.meta.url);
const fonts = {
  title: resolve('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf'),
  text: resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
};
const ink = '#1c2226';
const quiet = '#5d676e';
const line = '#b89b5e';
const red = '#b3261e';

// Points; A4 is 595 by 842.
const page = { width: 595.28, height: 841.89, margin: 64 };
const inner = page.width - 2 * page.margin;
const labelWidth = 78;
const footAt = 632;
const qrSize = 104;

type Page = InstanceType<typeof PdfDocument>;

function drawFrame(pdf: Page): void {
  const frame = (at: number, width: number) =>
    pdf
      .lineWidth(width)
      .rect(at, at, page.width - 2 * at, page.height - 2 * at)
      .stroke(line);
  frame(28, 2);
  frame(34, 0.5);
}

function drawHead(pdf: Page, { title, number }: PrintedCertificate): void {
  const centred = { width: inner, align: 'center' } as const;
  const [platform = '', ...name] = title.split(' ');
  pdf
    .font('text')
    .fontSize(11)
    .fillColor(quiet)
    .text(platform, page.margin, 78, { ...centred, characterSpacing: 3 });
  pdf
    .font('title')
    .fontSize(30)
    .fillColor(ink)
    .text(name.join(' '), page.margin, 98, { ...centred, characterSpacing: 4 });
  pdf.font('text').fontSize(9).fillColor(quiet);
  pdf.text('MUSIC LICENCE CERTIFICATE', page.margin, 146, { ...centred, characterSpacing: 2.5 });
  pdf
    .lineWidth(0.75)
    .moveTo(page.width / 2 - 60, 170)
    .lineTo(page.width / 2 + 60, 170)
    .stroke(line);
  pdf.fontSize(10).fillColor(ink).text(`No. ${number}`, page.margin, 182, centred);
  pdf.fontSize(11).text('兹证明被授权方已取得下列音乐作品的使用许可，授权内容如下。', page.margin, 216, centred);
}

/** Label and value side by side, as small as it takes for all of them to stay above the foot. */
function drawRows(pdf: Page, rows: PrintedCertificate['rows']): void {
  const valueAt = page.margin + labelWidth + 12;
  const width = page.width - page.margin - valueAt;
  const top = 252;
  const heightAt = (size: number) => {
    pdf.font('text').fontSize(size);
    return rows.reduce((sum, [, value]) => sum + pdf.heightOfString(value || ' ', { width }) + size * 0.9, 0);
  };
  let size = 11.5;
  while (size > 5 && heightAt(size) > footAt - 20 - top) size -= 0.5;
  let y = top;
  for (const [label, value] of rows) {
    pdf.font('text').fontSize(size).fillColor(quiet).text(label, page.margin, y, { width: labelWidth });
    pdf.fillColor(ink).text(value, valueAt, y, { width });
    y += pdf.heightOfString(value || ' ', { width }) + size * 0.9;
    pdf
      .lineWidth(0.3)
      .moveTo(page.margin, y - size * 0.5)
      .lineTo(page.width - page.margin, y - size * 0.5)
      .stroke('#dcd3bd');
  }
}

/** Squares, not a picture: sharp at every size. */
function drawCode(pdf: Page, text: string, x: number, y: number): void {
  const { modules } = drawQr(text, { errorCorrectionLevel: 'M' });
  const unit = qrSize / modules.size;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) pdf.rect(x + column * unit, y + row * unit, unit, unit);
  pdf.fill(ink);
}

function drawFoot(pdf: Page, { signature, verifyAt }: PrintedCertificate): void {
  const codeAt = page.width - page.margin - qrSize;
  const width = inner - qrSize - 24;
  pdf
    .lineWidth(0.75)
    .moveTo(page.margin, footAt)
    .lineTo(page.width - page.margin, footAt)
    .stroke(line);
  drawCode(pdf, verifyAt, codeAt, footAt + 16);
  pdf.font('text').fontSize(8.5).fillColor(quiet);
  pdf.text('扫码验证真伪与状态', codeAt, footAt + qrSize + 22, { width: qrSize, align: 'center' });
  pdf
    .font('title')
    .fontSize(10)
    .fillColor(ink)
    .text('数字签名', page.margin, footAt + 16, { width });
  pdf.font('text').fontSize(8.5).fillColor(quiet);
  pdf.text(`算法 Ed25519　密钥 ${signature.keyId}`, page.margin, footAt + 34, { width });
  pdf.font('Courier').fontSize(8).fillColor(ink);
  pdf.text(signature.value.replace(/(.{43})/g, '$1\n').trimEnd(), page.margin, footAt + 50, { width, lineGap: 2 });
  pdf.font('text').fontSize(8.5).fillColor(quiet);
  pdf.text('本证书由平台签发并以上述密钥签名；内容以同编号的文本证书为准，', page.margin, footAt + 84, { width });
  pdf.text('是否仍然有效以扫码所示状态为准。', page.margin, footAt + 98, { width });
}

function drawVoid(pdf: Page, at: Date): void {
  const [x, y] = [page.width / 2, 430];
  pdf.save().rotate(-24, { origin: [x, y] });
  pdf
    .lineWidth(4)
    .roundedRect(x - 150, y - 62, 300, 124, 10)
    .strokeOpacity(0.75)
    .stroke(red);
  pdf.fillOpacity(0.75).fillColor(red).font('title').fontSize(54);
  pdf.text('已作废', x - 150, y - 52, { width: 300, align: 'center', characterSpacing: 8 });
  pdf
    .font('text')
    .fontSize(15)
    .text(`VOID ${at.toISOString().slice(0, 10)}`, x - 150, y + 26, { width: 300, align: 'center' });
  pdf.restore();
}

/** Sets certificates with pdfkit; only the signs that are used of a font go into the file. */
export const createCertificatePrinter = (): CertificatePrinter => ({
  async print(certificate) {
    const { title, number, issuedAt, voidedAt } = certificate;
    const info = { Title: `${title} ${number}`, Author: 'V.Fine', CreationDate: issuedAt };
    const pdf = new PdfDocument({ size: 'A4', margin: 0, info, lang: 'zh-CN', displayTitle: true });
    for (const [name, file] of Object.entries(fonts)) pdf.registerFont(name, file);
    drawFrame(pdf);
    drawHead(pdf, certificate);
    drawRows(pdf, certificate.rows);
    drawFoot(pdf, certificate);
    if (voidedAt) drawVoid(pdf, voidedAt);
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve, reject) => pdf.on('end', resolve).on('error', reject));
    pdf.end();
    await ended;
    return Buffer.concat(chunks);
  },
});
