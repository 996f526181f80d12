import type { TourMessages } from '@/messages/load-tour'

export type ChapterId = keyof TourMessages['chapter']

/** What a chapter speaks of, ringed on the picture: see tour-picture.module.css. */
export type Point = 'service' | 'endpoints' | 'joining' | 'ghosts' | 'leaving'

export interface Chapter {
  readonly id: ChapterId
  /** How fast it plays: 0.5 takes two seconds for one of the cluster's. */
  readonly pace: number
  readonly points: readonly Point[]
  /** What did it, as a person types it. */
  readonly commands: readonly string[]
  /** The node on which the client stands whose calls are followed. */
  readonly from?: string
}

/** The chapters in their order, as `e2e/tour/story.ts` plays them. */
export const chapters: readonly Chapter[] = [
  {
    id: 'service',
    pace: 2,
    points: ['service'],
    commands: [
      'kubectl create service clusterip web-service --tcp=80:8080',
      'kubectl set selector service web-service app=frontend',
    ],
  },
  {
    id: 'pods',
    pace: 0.5,
    points: ['endpoints', 'joining'],
    commands: ['kubectl create deployment frontend --image=nginxinc/nginx-unprivileged:1.29 --port=8080 --replicas=3'],
  },
  {
    id: 'scale',
    pace: 0.5,
    points: ['joining'],
    commands: ['kubectl scale deployment frontend --replicas=5'],
  },
  {
    id: 'traffic',
    pace: 1,
    points: [],
    commands: ['kubectl get endpointslices -l kubernetes.io/service-name=web-service'],
    from: 'worker-1',
  },
  {
    id: 'broken',
    pace: 1.5,
    points: ['service', 'ghosts'],
    commands: ['kubectl set selector service web-service app=front-end'],
  },
  {
    id: 'mended',
    pace: 1,
    points: ['service', 'endpoints'],
    commands: ['kubectl set selector service web-service app=frontend'],
  },
  {
    id: 'drain',
    pace: 0.6,
    points: ['leaving', 'joining'],
    commands: ['kubectl drain worker-2 --ignore-daemonsets'],
  },
  { id: 'next', pace: 1, points: [], commands: [] },
]

/** Which chapter an address asks for, from 1 on; the first where it asks for none that there is. */
export function chapterAsked(text: string | undefined): number {
  const number = /^[1-9]\d?$/.test(text ?? '') ? Number(text) : 1
  return number <= chapters.length ? number : 1
}
