import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * A certificate authority of its own for one control plane, a serving certificate for its address signed by it, and
 * the key pair that signs service account tokens.
 *
 * @param {string} directory
 * @param {string} address IPv4, of the API server
 * @throws {Error} when openssl is missing or fails
 */
export async function writeCertificates(directory, address) {
  const paths = {
    caFile: join(directory, 'ca.crt'),
    certificate: join(directory, 'apiserver.crt'),
    certificateKey: join(directory, 'apiserver.key'),
    tokenKey: join(directory, 'service-account.key'),
    tokenPublicKey: join(directory, 'service-account.pub'),
  }
  const caKey = join(directory, 'ca.key')
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const validity = ['-days', '30']
  await openssl([
    ...['req', '-x509', ...newKey, ...validity, '-subj', '/CN=switchboard test authority'],
    ...['-keyout', caKey, '-out', paths.caFile],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  ])
  await openssl([
    ...['req', '-x509', ...newKey, ...validity, '-subj', '/CN=kube-apiserver'],
    ...['-CA', paths.caFile, '-CAkey', caKey],
    ...['-keyout', paths.certificateKey, '-out', paths.certificate],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-addext', 'extendedKeyUsage=serverAuth'],
    ...['-addext', `subjectAltName=IP:${address},DNS:localhost`],
  ])
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  await writeFile(paths.tokenKey, privateKey, { mode: 0o600 })
  await writeFile(paths.tokenPublicKey, publicKey)
  return paths
}

/** @param {string[]} args */
async function openssl(args) {
  try {
    await run('openssl', args)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new Error('The real control plane needs openssl 3 to sign its certificates; install it.') : error
  }
}
