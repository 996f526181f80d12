'use client'

import { useContext } from 'react'
import { useTranslations } from 'use-intl'
import { percent } from '@/components/ui/percent'
import { CardSharesContext } from './graph-context'
import type { CardShare } from './shares'

/** `33%`; `≤50%` where ports differ, `33%?` where nobody can tell whether NetworkPolicies let it through. */
export function shareFigure(value: CardShare): string {
  return value.cut?.type === 'unknown' ? `${bare(value)}?` : bare(value)
}

function bare({ share, most }: CardShare): string {
  return most ? `≤${percent(share)}` : percent(share)
}

/** What a card takes of a vantage's new connections: a figure where the card is to show it, and the words after its own. */
export function useCardShare(id: string): { readonly words: string; readonly figure: string | undefined } {
  const t = useTranslations('graph.share')
  const shares = useContext(CardSharesContext)
  const value = shares?.cards.get(id)
  if (shares === undefined || value === undefined) return { words: '', figure: undefined }
  const facts = { share: bare(value) }
  const policies = value.cut?.policies.join(', ') ?? ''
  const words =
    value.share === 0
      ? t('none')
      : value.cut === undefined
        ? t('takes', facts)
        : value.cut.type === 'unknown'
          ? t('unknown', facts)
          : t(value.cut.type, { ...facts, policies })
  return { words, figure: shares.inside ? shareFigure(value) : undefined }
}
