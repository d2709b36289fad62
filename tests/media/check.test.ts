import { createFilmStudio } from '#adapters/media/film-studio.ts';

// In a file of its own: what a program can do is asked once in a process.
test('an ffmpeg that is none is refused at the start', async () => {
  const studio = createFilmStudio({ ffmpegPath: '/bin/false', musicFolder: '/none' });
  await expect(studio.check()).rejects.toThrow(/ffmpeg exited|cannot encode/);
});
