/** The few lines that a person who starts the server reads. What happens afterwards stands in the log. */
export const terminal = {
  say(line: string): void {
    process.stdout.write(`${line}\n`)
  },
  complain(line: string): void {
    process.stderr.write(`${line}\n`)
  },
}

/**
 * Whoever reads our output may go at any time (`npm start | head`, a log collector that restarts): that is no failure of
 * ours. Left alone it would be an uncaught exception, which is told on standard error, which is another one.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

/** Runs something that tells of its own start on standard output, and keeps that from the few lines; errors still show. */
export async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const { log: loud } = console
  console.log = () => {}
  try {
    return await run()
  } finally {
    console.log = loud
  }
}
