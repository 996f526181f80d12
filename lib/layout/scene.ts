import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Client, Endpoint, Member, NearMiss, ServiceGraph } from '@/lib/topology/graph'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * One card; it keeps its identity as long as box and content are equal. Ids stay through updates: `service:KEY`,
 * `client:ID`, `endpoint:KEY:ID`, `pod:MEMBER`, `ghost:KEY:MEMBER`, `ghost:KEY:near:MEMBER`, `note:KEY`, and for groups
 * `group:endpoints:KEY:WORKLOAD:ZONE`, `group:pods:WORKLOAD:ZONE`, `group:ghosts:KEY:WORKLOAD:ZONE` and
 * `group:clients:KEY:KIND`.
 */
export type SceneNode = Box & { readonly id: string } & (
    | { readonly type: 'client'; readonly client: Client; readonly service: string }
    /** Clients of one kind, too many to draw one by one. */
    | { readonly type: 'clients'; readonly clients: readonly Client[]; readonly service: string }
    | { readonly type: 'service'; readonly graph: ServiceGraph }
    | { readonly type: 'endpoint'; readonly endpoint: Endpoint; readonly member: Member; readonly service: string }
    /** A pod, drawn once however many Services it stands behind. `services` are their keys. */
    | { readonly type: 'pod'; readonly member: Member; readonly services: readonly string[] }
    /**
     * A pod that stands beside a Service with no endpoint and no edge: it matches and is not published, or it nearly
     * matches, as `nearMiss` says; `member` is then none of the Service's, and gives what a card shows of any pod.
     */
    | { readonly type: 'ghost'; readonly member: Member; readonly service: string; readonly nearMiss?: NearMiss }
    /**
     * Many endpoints of one Service folded by workload and zone, or many pods of one workload. `label` is the
     * workload's name, empty for what no workload made; pods that match and are not published fold by Service.
     */
    | {
        readonly type: 'group'
        readonly of: 'endpoints' | 'pods'
        readonly label: string
        readonly zone?: string
        readonly members: readonly Member[]
        readonly services: readonly string[]
      }
    /** Words in the endpoint column of a Service without endpoints. */
    | {
        readonly type: 'note'
        readonly note: 'nonePublished' | 'externalName' | 'noSelector'
        readonly service: string
      }
  )

export interface SceneEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  /** entry: client → Service port; inferred: the same of a client that is a guess; membership: Service port → endpoint; backing: endpoint → pod. */
  readonly type: 'entry' | 'inferred' | 'membership' | 'backing'
  /** Of the endpoints that it leads to: ready as soon as one of them is, else the worst. An entry is always ready. */
  readonly state: EndpointState
  /** The Service's port that it belongs to, as its row from the top; absent for its head. */
  readonly port?: number
  /** Key of the Service whose cards it lies between; absent where it leads to a pod that stands with another Service. */
  readonly block?: string
  /** SVG path data in scene coordinates: right angles, rounded corners, never across a card. */
  readonly path: string
}

export interface Scene {
  readonly width: number
  readonly height: number
  readonly nodes: readonly SceneNode[]
  readonly edges: readonly SceneEdge[]
}

export interface LayoutOptions {
  /** Groups that a viewer has unfolded in place, by node id. */
  readonly unfolded: ReadonlySet<string>
  /** Whether edges to endpoints need room: for widths that tell a share, and for the figure before the endpoint. */
  readonly shares?: boolean
  /** columns: clients, Services, endpoints, pods from left to right. tree: one column, for a phone. */
  readonly arrangement: 'columns' | 'tree'
}
