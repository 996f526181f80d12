'use client'

import { usePathname } from 'next/navigation'
import { placeOf } from '@/components/ui/address'
import { useLiveKeys } from '@/components/ui/keys'
import { usePreferences } from '@/components/ui/preferences'
import { themes } from '@/components/ui/theme'
import { useAddresses } from '@/components/ui/use-address'
import type { Hit } from '@/lib/search/hit'
import { fits } from '@/lib/search/match'
import { locales } from '@/messages/locale'
import type { Action } from './option'
import type { SearchText } from './use-search-text'

/** What an action is called in the other language, and what else people call it. */
const words: Readonly<Record<string, string>> = {
  wall: 'home overview start services 首页 总览',
  whatIf: 'drain fail lose node zone 演练 假如',
  tour: 'learn help tutorial 教程 导览',
  terms: 'glossary legend help 术语 图例',
  light: 'theme appearance 主题 浅色',
  dark: 'theme appearance night 主题 深色',
  system: 'theme appearance auto 主题 系统',
  en: 'language english 语言 英文',
  'zh-CN': 'language chinese 中文 语言',
  copyLink: 'share url address 分享 链接',
  fullScreen: 'fullscreen kiosk screen 全屏',
  keys: 'keyboard shortcuts help 快捷键 键盘',
  hideHealthy: 'trouble only healthy 健康',
  pin: 'favourite bookmark star 收藏 固定',
  now: 'live present 现在',
  play: 'replay time 回放',
}

/** What can be done from here, besides going to what is found: pages, the viewer's choices, and what keys of this page do. */
export function useActions(t: SearchText): readonly Action[] {
  const to = useAddresses()
  const place = placeOf(usePathname())
  const { theme, setTheme, locale, setLocale } = usePreferences()
  const keys = useLiveKeys()
  const usual = new Set<string>(['copyLink', 'fullScreen', 'keys', 'now', 'pin'])
  return [
    ...(place?.page === 'wall' ? [] : [{ id: 'wall', label: t('action.wall'), href: to.wall(), isUsual: true }]),
    ...(place?.page === 'service' || place?.page === 'pod'
      ? [
          {
            id: 'namespace',
            label: t('action.namespace', { name: place.namespace }),
            href: to.namespace(place.namespace),
            isUsual: true,
          },
        ]
      : []),
    { id: 'whatIf', label: t('action.whatIf'), href: to.whatIf(), isUsual: true },
    { id: 'tour', label: t('action.tour'), href: '/tour', isUsual: true },
    { id: 'terms', label: t('action.terms'), href: '/terms', isUsual: false },
    ...keys.flatMap(({ id, press }) =>
      press === undefined || doneOtherwise.has(id) || (id === 'pin' && place?.page !== 'service')
        ? []
        : [
            {
              id,
              label: id === 'keys' ? t('action.keys') : t(`key.${id}`),
              key: id,
              run: press,
              isUsual: usual.has(id),
            },
          ],
    ),
    ...themes
      .filter((each) => each !== theme)
      .map((each) => ({ id: each, label: t(`action.${each}`), run: () => setTheme(each) })),
    ...locales
      .filter((each) => each !== locale)
      .map((each) => ({
        id: each,
        label: t(each === 'en' ? 'action.english' : 'action.chinese'),
        run: () => void setLocale(each).catch(() => {}),
        isUsual: true,
      })),
  ].map((action) => ({ ...action, words: words[action.id] ?? '' }))
}

/** This dialog itself, a field of the page below it, and pages that stand among the actions already. */
const doneOtherwise: ReadonlySet<string> = new Set(['find', 'filter', 'goWall', 'goNamespace', 'goWhatIf'])

/** What can be taken away of what was found best. */
export function useLossActions(t: SearchText, results: readonly Hit[]): readonly Action[] {
  const to = useAddresses()
  const [best] = results
  if (best === undefined || best.rank > fits.start) return []
  const node =
    best.kind === 'node' ? best.name : best.kind === 'address' && best.role === 'node' ? best.object.name : undefined
  const pod = best.kind === 'pod' ? best : best.kind === 'address' && best.role === 'pod' ? best.object : undefined
  if (node !== undefined)
    return [{ id: 'lose', label: t('action.whatIfNode', { name: node }), words: '', href: to.whatIf(`node/${node}`) }]
  if (pod === undefined) return []
  const href = to.whatIf(`pod/${pod.namespace}/${pod.name}`)
  return [{ id: 'lose', label: t('action.whatIfPod', { name: pod.name }), words: '', href }]
}
