'use client'

import { type NodeTypes, ReactFlow, type ReactFlowInstance } from '@xyflow/react'
import dynamic from 'next/dynamic'
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslations } from 'use-intl'
import { useKey } from '@/components/ui/keys'
import type { LayoutOptions, Scene, SceneNode } from '@/lib/layout/scene'
import { ClientCard, ClientsCard } from './client-card'
import { Edges } from './edges'
import { EndpointCard } from './endpoint-card'
import type { CardContent, CardType, FlowNode } from './flow'
import { GhostCard } from './ghost-card'
import {
  type CardShares,
  CardSharesContext,
  type CardWeights,
  CardWeightsContext,
  GraphContext,
  useInteraction,
} from './graph-context'
import type { GraphViewProps } from './graph-view'
import styles from './graph-view.module.css'
import { GroupCard } from './group-card'
import { createInteraction } from './interaction'
import { Legend } from './legend'
import { MAX_ZOOM, MIN_ZOOM } from './level'
import { NoteCard } from './note-card'
import { pathThrough } from './path'
import { PodCard } from './pod-card'
import { ServiceCard } from './service-card'
import { targetOf } from './target'
import { Tools } from './tools'
import { useMotion } from './use-motion'
import { usePicture } from './use-picture'
import { usePrinting } from './use-printing'
import {
  firstViewport,
  revealing,
  type Size,
  type Viewport,
  wholeViewport,
  wideViewport,
  zoomed,
  zoomOf,
} from './viewport'
import { type Direction, walk } from './walk'

// No first picture needs it: somebody has to choose a vantage.
const ShareMarks = dynamic(() => import('./share-marks').then((module) => module.ShareMarks), { ssr: false })
const RouteWeights = dynamic(() => import('./route-weights').then((module) => module.RouteWeights), { ssr: false })
const Overview = dynamic(() => import('./overview').then((module) => module.Overview), { ssr: false })

const nodeTypes: NodeTypes = {
  clientCard: ClientCard,
  clientsCard: ClientsCard,
  serviceCard: ServiceCard,
  endpointCard: EndpointCard,
  podCard: PodCard,
  ghostCard: GhostCard,
  groupCard: GroupCard,
  noteCard: NoteCard,
} satisfies Record<CardType, unknown>

const attribution = { hideAttribution: true }

const directions: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['Home', 'first'],
  ['End', 'last'],
])

/** The picture itself, once there is a size to draw it in: React Flow, the pointer and the keyboard. */
export function Canvas({
  graphs,
  sharesOn,
  label,
  focus,
  selected,
  onSelect,
  onOpen,
  hrefOf,
  size,
  arrangement,
  unfolded,
  onUnfold,
  overviewHidden = false,
  onOverview,
  weights,
}: GraphViewProps & {
  readonly size: Size
  readonly arrangement: LayoutOptions['arrangement']
  readonly unfolded: ReadonlySet<string>
  readonly onUnfold: (unfolded: ReadonlySet<string>) => void
}) {
  const t = useTranslations('graph')
  const keysId = useId()
  const [interaction] = useState(createInteraction)
  const picture = usePicture(graphs, { unfolded, arrangement, shares: sharesOn !== undefined })
  const leaving = useMotion(picture, interaction)
  const { scene, nodes: standing } = picture.flow
  const nodes = useMemo(() => (leaving.length === 0 ? standing : [...standing, ...leaving]), [standing, leaving])

  const [flow, setFlow] = useState<ReactFlowInstance<FlowNode>>()
  const [first] = useState(() => firstLook(scene, size, homeOf(scene, { selected, focus }), arrangement))
  const touched = useRef(false)
  const last = useRef<SceneNode>(undefined)
  const litFrom = useRef<string>(undefined)
  const tree = arrangement === 'tree'
  const shares = useMemo(() => sharesOn?.(scene), [scene, sharesOn])
  const cardShares = useMemo<CardShares | undefined>(
    () => shares && { cards: shares.cards, stubs: shares.stubs, inside: tree },
    [shares, tree],
  )
  const cardWeights = useMemo<CardWeights | undefined>(() => weights && { weights, inside: tree }, [weights, tree])

  const isPrinted = usePrinting(flow)
  const latest = useRef({ onOpen, hrefOf })
  useLayoutEffect(() => {
    latest.current = { onOpen, hrefOf }
  })
  const shared = useMemo<GraphContext>(
    () => ({
      interaction,
      hrefOf: (target) => latest.current.hrefOf?.(target),
      open: (target) => latest.current.onOpen?.(target),
    }),
    [interaction],
  )

  useLayoutEffect(() => interaction.set({ selected }), [interaction, selected])

  // Until a viewer has moved it, the picture belongs to the page: it keeps fitting the space that it is given.
  const isEmpty = scene.nodes.length === 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: an update of the scene must not move the viewport.
  useEffect(() => {
    if (!touched.current && !isPrinted)
      flow?.setViewport(firstLook(scene, size, homeOf(scene, { selected, focus }), arrangement))
  }, [flow, size, isEmpty])

  // A card that had the focus may fold or leave: focus then goes to the card nearest to where it stood.
  useEffect(() => {
    const gone = last.current
    if (gone === undefined || scene.nodes.some(({ id }) => id === gone.id)) return
    last.current = nearestTo(scene, gone)
    const { activeElement } = document
    // React Flow may or may not have taken the card away by now.
    const hadFocus = activeElement === document.body || activeElement?.getAttribute('data-card') === gone.id
    if (last.current !== undefined && hadFocus) interaction.set({ focus: last.current.id })
  }, [scene, interaction])

  const look = (viewport: Viewport, node?: SceneNode) => {
    touched.current = true
    flow?.setViewport(node === undefined ? viewport : revealing(viewport, node, size))
  }

  const light = (id: string | undefined) => {
    litFrom.current = id
    interaction.set({ lit: id === undefined ? undefined : pathThrough(scene, id) })
  }

  // A card that is pointed at may get other edges, or go without a word from the pointer.
  useEffect(() => {
    const id = litFrom.current
    if (id === undefined) return
    const isThere = scene.nodes.some((node) => node.id === id)
    if (!isThere) litFrom.current = undefined
    interaction.set({ lit: isThere ? pathThrough(scene, id) : undefined })
  }, [scene, interaction])

  const goTo = (node: SceneNode) => {
    const from = flow?.getViewport()
    if (from !== undefined && !tree && revealing(from, node, size) !== from) look(from, node)
    interaction.set({ focus: node.id })
  }

  /** Zooms about the middle of the pane, and keeps a card in it; gives whether the key is one that does. */
  const zoomBy = (key: string, node?: SceneNode): boolean => {
    const from = flow?.getViewport()
    const to = zoomOf(key, from?.zoom ?? 1)
    if (from === undefined || tree || (to === undefined && key !== 'f')) return false
    look(to === undefined ? wholeViewport(scene, size) : zoomed(from, to, size), to === undefined ? undefined : node)
    return true
  }

  const nodeOf = (element: EventTarget): SceneNode | undefined => {
    const card = element instanceof Element ? element.closest('[data-card]') : null
    const id = card?.getAttribute('data-card')
    return scene.nodes.find((node) => node.id === id)
  }

  const open = (node: CardContent) => {
    if (isFolded(node)) {
      onUnfold(new Set([...unfolded, node.id]))
      return
    }
    const target = targetOf(node)
    if (target !== undefined) onOpen?.(target)
  }

  const fold = () => {
    const newest = [...unfolded].at(-1)
    if (newest !== undefined) onUnfold(new Set([...unfolded].filter((id) => id !== newest)))
  }

  // Answered below, by the card that has the focus.
  useKey('walk')
  useKey('choose')
  useKey('back')

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const node = nodeOf(event.target)
    if (node === undefined || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const direction = directions.get(event.key)
    if (direction !== undefined) goTo(walk(scene, node, direction))
    else if (event.key === 'Enter') open(node)
    else if (event.key === ' ') onSelect?.(node.id === selected ? undefined : node.id)
    else if (event.key === 'Escape' && selected !== undefined) onSelect?.(undefined)
    else if (event.key === 'Escape' && unfolded.size > 0) fold()
    else if (zoomBy(event.key, node)) {
      // Seen already.
    } else {
      if (event.key === 'Tab' && event.shiftKey) stepOver(event.currentTarget)
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    if (event.target === event.currentTarget) {
      const home = last.current ?? homeOf(scene, { selected, focus })
      if (home !== undefined) goTo(home)
      return
    }
    const node = nodeOf(event.target)
    if (node === undefined) return
    last.current = node
    if (event.target.matches(':focus-visible')) light(node.id)
  }

  return (
    <GraphContext value={shared}>
      <CardSharesContext value={cardShares}>
        <CardWeightsContext value={cardWeights}>
          <Stage
            height={tree ? scene.height * wideViewport(scene, size).zoom : isPrinted ? scene.height : undefined}
            isPrinted={isPrinted && !tree}
          >
            <p id={keysId} className="visually-hidden">
              {t('keys')}
            </p>
            <ReactFlow<FlowNode>
              nodes={nodes as FlowNode[]}
              nodeTypes={nodeTypes}
              width={size.width}
              height={size.height}
              defaultViewport={first}
              onInit={setFlow}
              minZoom={MIN_ZOOM}
              maxZoom={MAX_ZOOM}
              onlyRenderVisibleElements={!tree && !isPrinted}
              nodesDraggable={false}
              nodesConnectable={false}
              nodesFocusable={false}
              elementsSelectable={false}
              disableKeyboardA11y
              deleteKeyCode={null}
              selectionKeyCode={null}
              multiSelectionKeyCode={null}
              // Its listener would take the space bar from the whole page, where it plays and pauses.
              panActivationKeyCode={null}
              zoomOnDoubleClick={false}
              panOnScroll={!tree}
              panOnDrag={!tree}
              zoomOnPinch={!tree}
              zoomOnScroll={false}
              preventScrolling={!tree}
              proOptions={attribution}
              tabIndex={0}
              aria-label={label}
              aria-describedby={keysId}
              onKeyDown={onKeyDown}
              onFocus={onFocus}
              onBlur={() => light(undefined)}
              onMoveStart={(event) => {
                if (event !== null) touched.current = true
              }}
              onNodeClick={(_event, { data: { node } }) => {
                if (isFolded(node)) open(node)
                else onSelect?.(node.id === selected ? undefined : node.id)
              }}
              onNodeDoubleClick={(_event, { data: { node } }) => {
                if (!isFolded(node)) open(node)
              }}
              onNodeMouseEnter={(_event, { id }) => light(id)}
              onNodeMouseLeave={() => light(undefined)}
              onPaneClick={() => onSelect?.(undefined)}
            >
              <Edges scene={scene} shares={shares} whole={isPrinted} />
              {shares === undefined ? null : <ShareMarks scene={scene} shares={shares} labelled={!tree} />}
              {weights === undefined || weights.size === 0 ? null : (
                <RouteWeights scene={scene} weights={weights} beside={!tree} />
              )}
              {tree || isPrinted ? null : (
                <Overview scene={scene} pane={size} onLook={look} hidden={overviewHidden} onHide={onOverview} />
              )}
            </ReactFlow>
          </Stage>
        </CardWeightsContext>
        <Legend graphs={graphs} shares={shares !== undefined} />
        <Tools
          onFold={unfolded.size > 0 ? () => onUnfold(new Set()) : undefined}
          onZoom={tree ? undefined : zoomBy}
          onWhole={tree ? undefined : () => look(wholeViewport(scene, size))}
        />
      </CardSharesContext>
    </GraphContext>
  )
}

/** Says when a path is lit, without drawing again what it holds. */
function Stage({
  height,
  isPrinted,
  children,
}: {
  readonly height: number | undefined
  readonly isPrinted: boolean
  readonly children: ReactNode
}) {
  const lighting = useInteraction(({ lit }) => lit !== undefined)
  return (
    <div
      className={styles.flow}
      data-lighting={lighting || undefined}
      data-printed={isPrinted || undefined}
      style={height === undefined ? undefined : { height }}
    >
      {children}
    </div>
  )
}

function firstLook(
  scene: Scene,
  size: Size,
  home: SceneNode | undefined,
  arrangement: LayoutOptions['arrangement'],
): Viewport {
  if (arrangement === 'tree') return wideViewport(scene, size)
  const viewport = firstViewport(scene, size)
  return home === undefined ? viewport : revealing(viewport, home, size)
}

/** The card that a viewer starts from: the selected one, else the Service in focus, else the first Service. */
function homeOf(
  scene: Scene,
  { selected, focus }: { readonly selected: string | undefined; readonly focus: string | undefined },
): SceneNode | undefined {
  const services = scene.nodes.filter((node) => node.type === 'service')
  return (
    scene.nodes.find(({ id }) => id === selected) ??
    services.find(({ graph }) => graph.key === focus) ??
    services[0] ??
    scene.nodes[0]
  )
}

/** Whether a card stands for many that it unfolds into. */
function isFolded(node: CardContent): boolean {
  return node.type === 'group' || node.type === 'clients'
}

function nearestTo(scene: Scene, gone: SceneNode): SceneNode | undefined {
  let best: SceneNode | undefined
  const distance = ({ x, y }: SceneNode) => Math.abs(x - gone.x) + Math.abs(y - gone.y)
  for (const node of scene.nodes) if (best === undefined || distance(node) < distance(best)) best = node
  return best
}

/** Lets Shift+Tab leave from a card: the frame that would send focus back in is no tab stop for this one step. */
function stepOver(frame: HTMLElement) {
  frame.tabIndex = -1
  frame.addEventListener(
    'focusout',
    () => {
      frame.tabIndex = 0
    },
    { once: true },
  )
}
