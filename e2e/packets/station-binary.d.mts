/** The path of the program that stands in for every server and every client of the lab. */
export function stationBinary(options?: { log?: (line: string) => void }): Promise<string>
