/** Why the API server gave no answer that we can use. `message` is its own words, or the socket's, without credentials. */
export type ApiError =
  /** 403: the credentials may not do this. */
  | { readonly type: 'denied'; readonly message: string }
  /** 401, also after the credentials were read anew. */
  | { readonly type: 'unauthorized'; readonly message: string }
  /** The credentials themselves could not be had: a plugin failed, a file is gone. */
  | { readonly type: 'credentials'; readonly message: string }
  /** 410 as a status, inside a watch or for a `continue`, or a version that the server has never had: list anew. */
  | { readonly type: 'gone'; readonly message: string }
  /** 429, or a 5xx that names a time: not before `retryAfter` milliseconds. */
  | { readonly type: 'throttled'; readonly message: string; readonly retryAfter: number }
  /** 404: the API does not know the resource. */
  | { readonly type: 'absent'; readonly message: string }
  /** No connection, a connection that broke, or silence. */
  | { readonly type: 'unreachable'; readonly message: string }
  /** The server's certificate, or ours, was not accepted. */
  | { readonly type: 'tls'; readonly message: string }
  /** Any other status. */
  | { readonly type: 'server'; readonly status: number; readonly message: string }
  /** An answer that is not what the API promises: HTML, a broken line. */
  | { readonly type: 'malformed'; readonly message: string }
  /** A page or a line beyond what we are willing to hold. */
  | { readonly type: 'tooLarge'; readonly message: string }
  /** We gave up ourselves. */
  | { readonly type: 'aborted'; readonly message: string }

/** The next step for a person, as one sentence; `server` is the API server's address. */
export function nextStep(error: ApiError, server: string): string {
  switch (error.type) {
    case 'denied':
      return 'Ask for a role with get, list and watch on this resource, or name a namespace that you may read.'
    case 'unauthorized':
      return 'Sign in to the cluster again, or renew the token or certificate that the kubeconfig names.'
    case 'credentials':
      return 'Run `kubectl get namespaces` in the same terminal: it uses the same credentials and shows what they lack.'
    case 'gone':
      return 'Nothing to do: everything is being listed anew.'
    case 'throttled':
      return 'Nothing to do: the API server asked for patience, and the question is asked again.'
    case 'absent':
      return 'Install the custom resource definitions if the cluster should have them.'
    case 'unreachable':
      return `Check that the cluster runs and that ${server} can be reached from here (VPN, proxy, firewall).`
    case 'tls':
      return `Check certificate-authority-data and tls-server-name of the cluster entry for ${server}.`
    case 'server':
      return 'Look at the logs of the API server; the question is asked again.'
    case 'malformed':
      return `Check that ${server} is a Kubernetes API server and not a proxy or a sign-in page before it.`
    case 'tooLarge':
      return 'Nothing to do: it is asked for again in smaller pages.'
    case 'aborted':
      return 'Nothing to do.'
  }
}
