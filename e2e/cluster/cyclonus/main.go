// Cyclonus answers, with the matcher of github.com/mattfenwick/cyclonus, whether NetworkPolicies let a packet pass.
//
// It reads one JSON case a line: {"policies": [NetworkPolicy], "source": peer, "destination": peer, "port": number,
// "portName": name, "protocol": protocol}, and writes one JSON answer a line: {"ingress": allowed, "egress": allowed}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	v1 "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

// peer is a pod with its namespace, or an address outside the cluster where it has no namespace.
type peer struct {
	IP              string            `json:"ip"`
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	PodLabels       map[string]string `json:"podLabels"`
}

type question struct {
	Policies    []*networking.NetworkPolicy `json:"policies"`
	Source      peer                        `json:"source"`
	Destination peer                        `json:"destination"`
	Port        int                         `json:"port"`
	PortName    string                      `json:"portName"`
	Protocol    v1.Protocol                 `json:"protocol"`
}

type answer struct {
	Ingress bool `json:"ingress"`
	Egress  bool `json:"egress"`
}

func (p peer) traffic() *matcher.TrafficPeer {
	if p.Namespace == "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	internal := &matcher.InternalPeer{Namespace: p.Namespace, NamespaceLabels: p.NamespaceLabels, PodLabels: p.PodLabels}
	return &matcher.TrafficPeer{IP: p.IP, Internal: internal}
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<28)
	buffered := bufio.NewWriterSize(os.Stdout, 1<<16)
	defer buffered.Flush()
	out := json.NewEncoder(buffered)
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, "bad case:", err)
			os.Exit(1)
		}
		result := matcher.BuildNetworkPolicies(false, q.Policies).IsTrafficAllowed(&matcher.Traffic{
			Source: q.Source.traffic(), Destination: q.Destination.traffic(),
			ResolvedPort: q.Port, ResolvedPortName: q.PortName, Protocol: q.Protocol,
		})
		if err := out.Encode(answer{Ingress: result.Ingress.IsAllowed(), Egress: result.Egress.IsAllowed()}); err != nil {
			os.Exit(1)
		}
	}
}
