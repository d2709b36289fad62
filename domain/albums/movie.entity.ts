import { defineEntity, p } from '@mikro-orm/core';
import { User } from '#domain/accounts/user.entity.ts';
import { numbered } from '#domain/shared/columns.ts';
import { movieMachine, type MovieEvent } from './movie.machine.ts';

const MovieSchema = defineEntity({
  name: 'Movie',
  indexes: [
    { properties: ['owner', 'state'] },
    { properties: ['isPublic', 'state'] },
    { properties: ['state', 'updatedAt'] },
  ],
  properties: {
    ...numbered,
    owner: () => p.manyToOne(User).ref().deleteRule('cascade'),
    state: p.enum(movieMachine.states).default('UNSTARTED'),
    title: p.string().length(200).default(''),
    description: p.text().default(''),
    isPublic: p.boolean().default(false),
    tag: p.integer().default(0),
    /** Run that owns the movie, or owned it last; what an older run records is refused. */
    task: p.string().length(64).nullable(),
    /** How often it was queued. */
    runs: p.integer().default(0),
    /** Why the last run failed, as its owner may read it. */
    error: p.text().default(''),
    resultKey: p.string().length(200).nullable(),
    coverKey: p.string().length(200).nullable(),
  },
});

/** A film that somebody has made of pictures; its files lie in the storage below `movies/<id>/`. */
export class Movie extends MovieSchema.class {
  /** Moves the movie along its life; the machine refuses what the life does not allow. */
  apply(event: MovieEvent): void {
    this.state = movieMachine.next(this.state, event);
    this.updatedAt = new Date();
  }
}
MovieSchema.setClass(Movie);
