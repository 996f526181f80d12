'use client'

import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { percent } from '@/components/ui/percent'
import { SHARE_LABEL } from '@/lib/layout/measures'
import type { Scene } from '@/lib/layout/scene'
import { monoFits, shortenMiddle } from '@/lib/layout/text'
import styles from './share-marks.module.css'
import { shareFigure } from './share-text'
import type { ShareLabel, Shares, Stub } from './shares'
import { useLevel } from './use-level'

/** Where a stub ends, from its port. */
const STUB = 60
/** Above it a figure would reach the lanes. */
const MOST_TEXT = 19
// Of the product's sans face at weight 600, rounded up: figures are narrower than the percent sign.
const ADVANCE = 0.76
const CROSS = 8
const CHIP = { height: 16, text: 11, inset: 8 } as const

/**
 * What shares say beside the edges: a figure before each endpoint that takes a part, ways that end at once, and the
 * NetworkPolicies that stop a part. The cards tell the same in words.
 */
export const ShareMarks = memo(function ShareMarks({
  scene,
  shares,
  labelled,
}: {
  readonly scene: Scene
  readonly shares: Shares
  /** Whether there is room before the endpoints and behind the ports. */
  readonly labelled: boolean
}) {
  const level = useLevel()
  const size = level.name === 'near' ? 11 : Math.min(level.text, MOST_TEXT)
  return (
    <ViewportPortal>
      {labelled && level.name !== 'far' ? (
        <svg className={styles.marks} width={scene.width} height={scene.height} aria-hidden="true">
          {shares.stubs.map((stub) => (
            <StubMark key={stub.id} stub={stub} isNear={level.name === 'near'} />
          ))}
          {shares.labels.map((label) => (
            <Label key={label.id} label={label} size={size} />
          ))}
        </svg>
      ) : null}
      {level.name === 'near' ? <Chips scene={scene} shares={shares} /> : null}
    </ViewportPortal>
  )
})

function Label({ label: { x, y, height, value }, size }: { readonly label: ShareLabel; readonly size: number }) {
  const text = shareFigure(value)
  const isCut = value.cut?.type === 'stopped' || value.cut?.type === 'partly'
  const right = x - SHARE_LABEL.gap - (isCut ? CROSS + 2 : 0)
  const width = text.length * size * ADVANCE
  const patch = Math.max(size * 1.4, height + 2)
  return (
    <g data-share-label>
      <rect
        className={styles.patch}
        x={right - width - 2}
        y={y - patch / 2}
        width={x - right + width + 2}
        height={patch}
      />
      <text className={styles.figure} x={right} y={y} fontSize={size}>
        {text}
      </text>
      {isCut ? <Cross x={x - SHARE_LABEL.gap - CROSS / 2} y={y} /> : null}
    </g>
  )
}

function Cross({ x, y }: { readonly x: number; readonly y: number }) {
  const r = CROSS / 2 - 1
  return <path className={styles.end} d={`M${x - r} ${y - r} l${2 * r} ${2 * r} m0 ${-2 * r} l${-2 * r} ${2 * r}`} />
}

function StubMark({ stub, isNear }: { readonly stub: Stub; readonly isNear: boolean }) {
  const t = useTranslations('graph.stub')
  const { x, y, verdict, share, family } = stub
  const end = x + STUB
  const words = [family, share === undefined ? undefined : percent(share), t(verdict)].filter(Boolean).join(' ')
  return (
    <g data-stub={verdict}>
      <rect className={styles.patch} x={x + 1} y={y - 15} width={STUB + 8} height={30} />
      {verdict === 'refused' ? (
        <path className={styles.end} d={`M${x} ${y} H${end} M${end} ${y - 5} V${y + 5}`} />
      ) : (
        <path className={styles.stub} data-verdict={verdict} d={`M${x} ${y} H${end - CROSS - 2}`} />
      )}
      {verdict === 'dropped' ? <Cross x={end - CROSS / 2} y={y} /> : null}
      {verdict === 'unknown' ? (
        <text className={styles.word} data-verdict={verdict} x={end - CROSS} y={y} fontSize={12}>
          ?
        </text>
      ) : null}
      {isNear ? (
        <>
          <text className={styles.word} data-verdict={verdict} x={x + 6} y={y - 9} fontSize={11}>
            {words}
          </text>
          {verdict === 'dropped' ? (
            <text className={styles.word} data-verdict={verdict} x={x + 6} y={y + 10} fontSize={11}>
              {t('timesOut')}
            </text>
          ) : null}
        </>
      ) : null}
    </g>
  )
}

/** On the lower edge of the card that it keeps connections from: there is room for it between any two cards. */
function Chips({ scene, shares }: { readonly scene: Scene; readonly shares: Shares }) {
  return scene.nodes.map(({ id, x, y, width, height }) => {
    const policies = shares.cards.get(id)?.cut?.policies ?? []
    const [first] = policies
    if (first === undefined) return null
    const more = policies.length > 1 ? ` +${policies.length - 1}` : ''
    const room = monoFits(width - 4 * CHIP.inset, CHIP.text) - more.length
    return (
      <span
        key={id}
        className={styles.chip}
        aria-hidden="true"
        data-policy={policies.join(' ')}
        style={{ left: x + width - CHIP.inset, top: y + height - CHIP.height / 2 }}
      >
        {shortenMiddle(first, room)}
        {more}
      </span>
    )
  })
}
