'use client'

import { useId, useLayoutEffect, useRef } from 'react'
import { useLiveKeys, useSingleKeys } from '@/components/ui/keys'
import styles from './key-list.module.css'
import { modifierName, Way } from './keys-shown'
import { useIsApple } from './use-is-apple'
import { type SearchText, useSearchText } from './use-search-text'

/** The keys that this page answers to, as it has registered them. */
export function KeyList({ onClose }: { readonly onClose: () => void }) {
  const t = useSearchText()
  return t === undefined ? null : <Dialog t={t} onClose={onClose} />
}

function Dialog({ t, onClose }: { readonly t: SearchText; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const keys = useLiveKeys()
  const [singles, setSingles] = useSingleKeys()
  const modifier = modifierName(useIsApple())

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      onClose={onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <div className={styles.rows}>
        <div className={styles.head}>
          <h2 id={heading}>{t('keyList.title')}</h2>
          {/* biome-ignore lint/a11y/noAutofocus: the dialog has nothing else to begin with, and Enter closes it again. */}
          <button type="button" autoFocus className={styles.close} onClick={() => dialog.current?.close()}>
            {t('close')}
          </button>
        </div>
        <dl className={styles.keys}>
          {keys.map(({ id, ways }) => (
            <div key={id} className={styles.key} data-off={!singles && !ways.some(isChord) ? true : undefined}>
              <dt>{t(`key.${id}`)}</dt>
              <dd className={styles.ways}>
                {ways.map((way, index) => (
                  <span key={way} className={styles.either}>
                    {index > 0 && !way.startsWith('Arrow') ? (
                      <span className={styles.word}>{t('keyList.or')}</span>
                    ) : null}
                    <Way way={way} t={t} />
                  </span>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <label className={styles.singles}>
          <input type="checkbox" checked={singles} onChange={({ target }) => setSingles(target.checked)} />
          <span>
            {t('keyList.singles')}
            <span className={styles.hint}>{t('keyList.singlesHint', { modifier })}</span>
          </span>
        </label>
      </div>
    </dialog>
  )
}

function isChord(way: string): boolean {
  return way.startsWith('Mod+')
}
