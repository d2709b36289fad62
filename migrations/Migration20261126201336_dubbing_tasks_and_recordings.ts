import { Migration } from '@mikro-orm/migrations';

export class Migration20261126201336_dubbing_tasks_and_recordings extends Migration {

  override name = 'Migration20261126201336_dubbing_tasks_and_recordings';

  override up(): void | Promise<void> {
    this.addSql(`create table "dubbing_recording" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "works_id" int not null, "role_id" int null, "start_ms" int not null, "place" varchar(40) not null, "file" varchar(60) not null, "format" text not null, "duration_ms" int not null, "size" int not null);`);
    this.addSql(`alter table "dubbing_recording" add constraint "dubbing_recording_works_id_place_unique" unique ("works_id", "place");`);

    this.addSql(`create table "dubbing_task" ("id" serial primary key, "created_at" timestamptz not null, "updated_at" timestamptz not null, "works_id" int not null, "run" varchar(64) not null, "state" text not null default 'QUEUED', "request" jsonb not null, "error" text not null default '');`);
    this.addSql(`alter table "dubbing_task" add constraint "dubbing_task_run_unique" unique ("run");`);
    this.addSql(`create index "dubbing_task_works_id_state_index" on "dubbing_task" ("works_id", "state");`);

    this.addSql(`alter table "dubbing_recording" add constraint "dubbing_recording_works_id_foreign" foreign key ("works_id") references "dubbing_works" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_recording" add constraint "dubbing_recording_role_id_foreign" foreign key ("role_id") references "dubbing_role" ("id") on delete set null;`);
    this.addSql(`alter table "dubbing_recording" add constraint "dubbing_recording_format_check" check ("format" in ('mp3', 'aac', 'm4a', 'wav', 'amr', 'ogg', 'webm'));`);

    this.addSql(`alter table "dubbing_task" add constraint "dubbing_task_works_id_foreign" foreign key ("works_id") references "dubbing_works" ("id") on delete cascade;`);
    this.addSql(`alter table "dubbing_task" add constraint "dubbing_task_state_check" check ("state" in ('QUEUED', 'PREPARING', 'MIXING', 'FINISHED', 'FAILED', 'CANCELLED'));`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "dubbing_recording" cascade;`);
    this.addSql(`drop table if exists "dubbing_task" cascade;`);
  }

}
