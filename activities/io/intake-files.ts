import { intakeOf } from '#domain/dubbing/dubbing-folder.ts';
import type { FileStorage } from '#domain/ports/storage.ts';

/** Removes what was handed over for a clip or music; what is gone already is no error. */
export const createIntakeFiles = ({ storage }: { storage: FileStorage }) => ({
  removeIntake: ({ ticket }: { ticket: string }): Promise<void> => storage.removeAll(intakeOf(ticket)),
});
export type IntakeFiles = ReturnType<typeof createIntakeFiles>;
