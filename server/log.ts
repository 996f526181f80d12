/** The few lines that a person who starts the server reads. */
export const log = {
  say(line: string): void {
    console.log(line)
  },
  warn(line: string): void {
    console.error(line)
  },
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
