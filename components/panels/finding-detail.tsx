'use client'

import { Fragment, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Command } from '@/components/ui/command'
import { CopyButton } from '@/components/ui/copy-button'
import { Told } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import type { Difference, Evidence, Finding } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { FindingText } from '@/messages/finding-text'
import { compareCharacters, type Stretch } from './characters'
import { Age } from './endpoints-table'
import { withinOf } from './finding-address'
import styles from './finding-detail.module.css'
import { ObjectLink } from './object-link'
import { resourceOf } from './yaml-address'
import { YamlLink } from './yaml-link'

/** Pieces of evidence that are quoted at once: those of other pods mostly say the same. */
const MOST = 3

/** What a finding rests on: the difference, the quoted evidence, the objects, the command that shows it, and why. */
export function FindingDetail({
  finding,
  subject,
  text,
}: {
  readonly finding: Finding
  readonly subject: ObjectRef | undefined
  readonly text: FindingText<ReactNode>
}) {
  const t = useTranslations('finding')
  const { differences = [], command } = finding
  // A difference shows its field already.
  const evidence = finding.evidence.filter((piece) => !differences.some((difference) => shows(difference, piece)))
  const named = new Set([...differences, ...evidence].map(({ object }) => idOf(object)))
  const others = finding.objects.filter((object) => !named.has(idOf(object)) && !isSame(object, subject))
  return (
    <div className={styles.detail}>
      {differences.map((difference) => (
        <Differing
          key={`${idOf(difference.object)} ${difference.path} ${difference.wants}`}
          difference={difference}
          subject={subject}
        />
      ))}
      {evidence.length === 0 ? null : (
        <section>
          <h4>{t('evidence')}</h4>
          <Pieces evidence={evidence.slice(0, MOST)} subject={subject} />
          {evidence.length > MOST ? (
            <details className={styles.more}>
              <summary>{t('more', { count: evidence.length - MOST })}</summary>
              <Pieces evidence={evidence.slice(MOST)} subject={subject} />
            </details>
          ) : null}
        </section>
      )}
      {others.length === 0 ? null : (
        <section>
          <h4>{t('objects')}</h4>
          <ul className={styles.objects}>
            {others.map((object) => (
              <li key={idOf(object)}>
                <ObjectLink object={object} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h4>{t('command')}</h4>
        <Command lines={[command]} />
      </section>
      {text.why === undefined ? null : (
        <p className={styles.why}>
          <Told>{text.why}</Told>
        </p>
      )}
      <p className={styles.ways}>
        {text.link === undefined ? null : (
          <a href={text.link} target="_blank" rel="noreferrer">
            {t('documentation')}
          </a>
        )}
        {subject === undefined ? null : <LinkToThis subject={subject} id={finding.id} />}
      </p>
    </div>
  )
}

function Pieces({
  evidence,
  subject,
}: {
  readonly evidence: readonly Evidence[]
  readonly subject: ObjectRef | undefined
}) {
  return (
    <ul className={styles.list}>
      {evidence.map((piece) => (
        <li key={keyOfEvidence(piece)}>
          <Quoted piece={piece} subject={subject} />
        </li>
      ))}
    </ul>
  )
}

/** The address of a finding, to be sent to somebody. */
function LinkToThis({ subject, id }: { readonly subject: ObjectRef; readonly id: string }) {
  const t = useTranslations('finding')
  const to = useAddresses()
  const { kind, namespace, name } = subject
  // Other objects have no page of their own: their findings stand on that of their namespace.
  const address = kind === 'Service' ? to.finding(namespace, name, id) : to.findingIn(namespace, withinOf(subject) + id)
  return <CopyButton text={`${window.location.origin}${address}`}>{t('link')}</CopyButton>
}

/** `app: frontend` ≠ `app: front-end`, with the characters marked that one of them lacks. */
function Differing({
  difference: { object, path, is, wants },
  subject,
}: {
  readonly difference: Difference
  readonly subject: ObjectRef | undefined
}) {
  const t = useTranslations('finding')
  const compared = compareCharacters(is, wants)
  return (
    <div className={styles.difference}>
      <p className={styles.compared}>
        <Characters stretches={compared.a} />
        <span aria-hidden="true"> ≠ </span>
        <span className="visually-hidden"> {t('isNot')} </span>
        <Characters stretches={compared.b} />
      </p>
      <Place object={object} path={path} subject={subject} />
    </div>
  )
}

function Characters({ stretches }: { readonly stretches: readonly Stretch[] }) {
  let place = 0
  return (
    <code>
      {stretches.map(({ text, own }) => {
        place += text.length
        return own ? <mark key={place}>{text}</mark> : text
      })}
    </code>
  )
}

/** Whose field it is, and the way to it; the page's own subject needs no link to itself. */
function Place({
  object,
  path,
  subject,
}: {
  readonly object: ObjectRef
  readonly path?: string
  readonly subject: ObjectRef | undefined
}) {
  const t = useTranslations('finding')
  return (
    <p className={styles.place}>
      {isSame(object, subject) ? (
        <span>
          {object.kind} <code>{object.name}</code>
        </span>
      ) : (
        <ObjectLink object={object} />
      )}
      {path === undefined || resourceOf(object) === undefined ? null : (
        <YamlLink object={object} at={path}>
          <span className="visually-hidden">{`${t('yamlAt', { name: object.name })}: ${path}`}</span>
          <Path path={path} />
        </YamlLink>
      )}
    </p>
  )
}

/** A path that breaks between its parts where it must; it is read out whole elsewhere. */
function Path({ path }: { readonly path: string }) {
  let place = 0
  return (
    <code aria-hidden="true">
      {path.split(/(?=[.[])/).map((part) => {
        place += part.length
        return (
          <Fragment key={place}>
            <wbr />
            {part}
          </Fragment>
        )
      })}
    </code>
  )
}

/** One piece of evidence in the cluster's own words, and how old it is. */
function Quoted({ piece, subject }: { readonly piece: Evidence; readonly subject: ObjectRef | undefined }) {
  const t = useTranslations('finding')
  switch (piece.type) {
    case 'condition': {
      const { type, status, reason, message, since } = piece.condition
      return (
        <>
          <Quote words={message}>
            <code>{`${type}=${status}`}</code>
            {reason === undefined ? null : <span>{reason}</span>}
            {since === undefined ? null : <Age created={since} />}
          </Quote>
          <Place object={piece.object} path={piece.path} subject={subject} />
        </>
      )
    }
    case 'event':
      return (
        <>
          <Quote words={piece.message}>
            <code>{piece.reason}</code>
            <span>{t('times', { count: piece.count })}</span>
            {piece.last === undefined ? null : <Age created={piece.last} />}
          </Quote>
          <Place object={piece.object} subject={subject} />
        </>
      )
    case 'container': {
      const { type, reason, message, exitCode, since } = piece.state
      return (
        <>
          <Quote words={message}>
            <code>{piece.container}</code>
            <span>{t(`container.${type}`)}</span>
            {reason === undefined ? null : <span>{reason}</span>}
            {exitCode === undefined ? null : <span>{t('exitCode', { exitCode: String(exitCode) })}</span>}
            {piece.restarts === undefined || piece.restarts === 0 ? null : (
              <span>{t('restarts', { count: piece.restarts })}</span>
            )}
            {since === undefined ? null : <Age created={since} />}
          </Quote>
          <Place object={piece.object} path={piece.path} subject={subject} />
        </>
      )
    }
    case 'field':
      return (
        <>
          <Quote>
            <code>{piece.value}</code>
            {piece.since === undefined ? null : <Age created={piece.since} />}
          </Quote>
          <Place object={piece.object} path={piece.path} subject={subject} />
        </>
      )
  }
}

/** Facts in a row, and the cluster's own sentence below them. */
function Quote({ words, children }: { readonly words?: string | undefined; readonly children: ReactNode }) {
  return (
    <blockquote className={styles.quote}>
      <p className={styles.said}>{children}</p>
      {words === undefined || words === '' ? null : <p className={styles.words}>{words}</p>}
    </blockquote>
  )
}

/** The page is about the subject: no link leads to it from there. */
function isSame(object: ObjectRef, subject: ObjectRef | undefined): boolean {
  return subject !== undefined && idOf(object) === idOf(subject)
}

function idOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`
}

/** Whether a difference is one of the very field that a piece of evidence quotes. */
function shows({ object, path }: Difference, piece: Evidence): boolean {
  return piece.type === 'field' && isSame(piece.object, object) && `${path}.`.startsWith(`${piece.path}.`)
}

function keyOfEvidence(piece: Evidence): string {
  const place = piece.type === 'event' ? `${piece.reason} ${piece.message}` : piece.path
  return `${piece.type} ${idOf(piece.object)} ${place}`
}
