'use client'

import { useState } from 'react'
import { layOut } from '@/lib/layout/lay-out'
import type { LayoutOptions } from '@/lib/layout/scene'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type Picture, toPicture } from './picture'

interface Drawn {
  readonly graphs: readonly ServiceGraph[]
  readonly unfolded: LayoutOptions['unfolded']
  readonly arrangement: LayoutOptions['arrangement']
  readonly shares: boolean
  readonly picture: Picture
}

/** The picture of some graphs. It is laid out again only when a graph or an option is another one than before. */
export function usePicture(
  graphs: readonly ServiceGraph[],
  { unfolded, arrangement, shares = false }: LayoutOptions,
): Picture {
  const [drawn, setDrawn] = useState<Drawn>()
  if (
    drawn !== undefined &&
    isSame(drawn.graphs, graphs) &&
    drawn.unfolded === unfolded &&
    drawn.arrangement === arrangement &&
    drawn.shares === shares
  )
    return drawn.picture

  const previous = drawn?.arrangement === arrangement ? drawn.picture : undefined
  const picture = toPicture(layOut(graphs, { unfolded, arrangement, shares }, previous?.flow.scene), previous)
  setDrawn({ graphs, unfolded, arrangement, shares, picture })
  return picture
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, i) => item === b[i]))
}
