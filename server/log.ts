/** The few lines that a person who starts the server reads. */
export const log = {
  say(line: string): void {
    console.log(line)
  },
  warn(line: string): void {
    console.error(line)
  },
}
