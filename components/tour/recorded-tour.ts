import type { Recording } from '@/lib/viewer/recording'
import type { ChapterId } from './chapters'

/** What is played: a recorded stream, and where in it each chapter lies, in milliseconds since the epoch. */
export interface RecordedTour {
  readonly chapters: readonly Stretch[]
  readonly recording: Recording
}

export interface Stretch {
  readonly id: ChapterId
  readonly from: number
  readonly to: number
}

/** The recording as `e2e/tour-recording.mjs` writes it. Throws where the server does not give it. */
export async function loadTour(address: string): Promise<RecordedTour> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  return await answer.json()
}
