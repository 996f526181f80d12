'use client'

import { useSearchParams } from 'next/navigation'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { SWRConfig } from 'swr'
import { useFormatter, useTranslations } from 'use-intl'
import { useRecord } from '@/components/data/use-records'
import { PastNote } from '@/components/time/past-note'
import { Command } from '@/components/ui/command'
import { CopyButton } from '@/components/ui/copy-button'
import { Mark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { TextButton } from '@/components/ui/text-button'
import { useAddressState } from '@/components/ui/use-address'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Resource } from '@/lib/kubernetes/resources'
import { sameRecord } from '@/lib/kubernetes/same-record'
import { Unknown } from './unknown'
import { useKubectl } from './use-kubectl'
import { useYaml, type YamlAnswer, type YamlFailure } from './use-yaml'
import { resourceOf, type YamlPlace, yamlCommand, yamlSource } from './yaml-address'
import { YamlEditor, type YamlEditorHandle } from './yaml-editor'
import { useYamlPlace } from './yaml-link'
import { positionOf } from './yaml-position'
import styles from './yaml-sheet.module.css'

const code = (chunks: ReactNode) => <code>{chunks}</code>

/** What was read is forgotten with the sheet: the next one shows an object as it is then. */
const forgetful = { provider: () => new Map() }

/** The YAML of the object that the address names, over the page: at the field that it names, to search, fold and copy. */
export function YamlSheet() {
  const [place, close] = useYamlPlace()
  if (place === undefined) return null
  return (
    <SWRConfig key={`${place.object.kind}/${keyOf(place.object)}`} value={forgetful}>
      <Sheet place={place} onClose={close} />
    </SWRConfig>
  )
}

function Sheet({ place, onClose }: { readonly place: YamlPlace; readonly onClose: () => void }) {
  const t = useTranslations('yaml')
  const { object, at } = place
  const context = useSearchParams().get('context') ?? undefined
  const [moment] = useAddressState('at')
  const kubectl = useKubectl()
  const resource = resourceOf(object)
  const { answer, failure, reading, readAgain } = useYaml(yamlSource(object, context))
  const dialog = useRef<HTMLDialogElement>(null)
  const editor = useRef<YamlEditorHandle>(null)
  const heading = useId()
  const position = useMemo(
    () => (answer === undefined || at === undefined ? undefined : positionOf(answer.text, at)),
    [answer, at],
  )
  // Of what would hold the field, the first line says enough.
  const marked = position === undefined || position.whole ? position : { from: position.from, to: position.from }

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Closing, rather than going away, gives the focus back to where it came from.
    return () => element?.close()
  }, [])

  function find(event: KeyboardEvent) {
    if (event.key.toLowerCase() !== 'f' || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return
    event.preventDefault()
    editor.current?.find()
  }

  return (
    <dialog ref={dialog} className={styles.sheet} aria-labelledby={heading} onClose={onClose} onKeyDown={find}>
      <div className={styles.rows}>
        <header className={styles.head}>
          <h2 id={heading} className={styles.title}>
            <span className={styles.kind}>{object.kind}</span> <Name name={object.name} />
          </h2>
          <div className={styles.tools}>
            {answer === undefined ? null : (
              <>
                <TextButton onClick={() => editor.current?.find()}>{t('find')}</TextButton>
                <CopyButton text={answer.text} />
              </>
            )}
            {resource === undefined ? null : (
              <TextButton onClick={() => void readAgain()} disabled={reading}>
                {t('refresh')}
              </TextButton>
            )}
            <TextButton onClick={() => dialog.current?.close()}>{t('close')}</TextButton>
          </div>
        </header>
        <div className={styles.notes}>
          {moment !== undefined ? (
            <PastNote className={styles.note} />
          ) : answer === undefined || resource === undefined ? null : (
            <Since key={answer.at} place={place} resource={resource} onRefresh={readAgain} failure={failure} />
          )}
          {answer === undefined || at === undefined || position?.whole ? null : (
            <p className={styles.note} role="status">
              {t.rich(position === undefined ? 'nowhere' : 'nearest', { path: at, code })}
            </p>
          )}
        </div>
        <div className={styles.body}>
          {answer !== undefined ? (
            <YamlEditor
              ref={editor}
              text={answer.text}
              marked={marked}
              label={t('content', { kind: object.kind, name: object.name })}
            />
          ) : resource === undefined ? (
            <p className={styles.message}>{t.rich('foreign', { kind: object.kind, code })}</p>
          ) : failure !== undefined ? (
            <div className={styles.message}>
              <Failed place={place} resource={resource} failure={failure} />
            </div>
          ) : (
            <div className={styles.skeleton}>
              <span role="status" className="visually-hidden">
                {t('loading')}
              </span>
            </div>
          )}
        </div>
        <footer className={styles.foot}>
          {answer === undefined ? null : <AsOf answer={answer} />}
          <Command lines={[kubectl(...yamlCommand(object))]} />
        </footer>
      </div>
    </dialog>
  )
}

function AsOf({ answer }: { readonly answer: YamlAnswer }) {
  const t = useTranslations('yaml')
  const format = useFormatter()
  const time = format.dateTime(new Date(answer.at), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return <p className={styles.quiet}>{t('asOf', { time })}</p>
}

/** What has become of the object since its YAML was read, as far as the stream says. One for each answer. */
function Since({
  place,
  resource,
  failure,
  onRefresh,
}: {
  readonly place: YamlPlace
  readonly resource: Resource
  /** Why it could not be read again. */
  readonly failure: YamlFailure | undefined
  readonly onRefresh: () => unknown
}) {
  const t = useTranslations('yaml')
  const now: KubernetesRecord | undefined = useRecord(resource.kind, keyOf(place.object))
  const [then] = useState(now)
  if (failure !== undefined) return <Failed place={place} resource={resource} failure={failure} />
  if (then === undefined || sameRecord(then, now)) return null
  return (
    <p className={`${styles.note} ${styles.since}`} role="status">
      <Mark state="stale" size={12} />
      <span>{t(now === undefined ? 'deleted' : 'changed')}</span>
      {now === undefined ? null : <TextButton onClick={onRefresh}>{t('refresh')}</TextButton>}
    </p>
  )
}

/** Why there is no YAML, or none newer, and what can be done. */
function Failed({
  place: { object },
  resource,
  failure,
}: {
  readonly place: YamlPlace
  readonly resource: Resource
  readonly failure: YamlFailure
}) {
  const t = useTranslations('yaml')
  const screen = useTranslations('screen')
  const { kind, namespace, name } = object
  if (failure.status === 404)
    return (
      <p role="status">
        {namespace === '' ? t.rich('gone', { kind, name, code }) : t.rich('goneIn', { kind, name, namespace, code })}
      </p>
    )
  if (failure.status === 403) {
    const { plural } = resource
    const refused = {
      resource: plural,
      namespace,
      status: 'denied',
      verb: 'get',
      since: '',
      reason: failure.message,
    } as const
    return <Unknown states={[refused]} namespace={namespace === '' ? undefined : namespace} />
  }
  if (failure.status === undefined) return <p role="status">{screen('noServer')}</p>
  return (
    <div role="status">
      <p>{t('failed')}</p>
      <p className={styles.reason}>{failure.message}</p>
    </div>
  )
}
