// Coredns is CoreDNS with the plugins that answer for the Services of a cluster and hand over its zone.
//
//	coredns -conf COREFILE      serves
//	coredns transfer ADDR ZONE  asks a server for its whole zone and writes one JSON record a line
package main

import (
	"encoding/json"
	"fmt"
	"os"

	_ "github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/transfer"
	"github.com/miekg/dns"
)

type record struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
	Port  uint16 `json:"port,omitempty"`
	TTL   uint32 `json:"ttl"`
}

func read(rr dns.RR) (record, bool) {
	header := rr.Header()
	r := record{Name: header.Name, Type: dns.TypeToString[header.Rrtype], TTL: header.Ttl}
	switch rr := rr.(type) {
	case *dns.A:
		r.Value = rr.A.String()
	case *dns.AAAA:
		r.Value = rr.AAAA.String()
	case *dns.CNAME:
		r.Value = rr.Target
	case *dns.SRV:
		r.Value, r.Port = rr.Target, rr.Port
	default:
		return r, false
	}
	return r, true
}

func transfer(address, zone string) error {
	question := new(dns.Msg)
	question.SetAxfr(zone)
	envelopes, err := new(dns.Transfer).In(question, address)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for envelope := range envelopes {
		if envelope.Error != nil {
			return envelope.Error
		}
		for _, rr := range envelope.RR {
			if r, ok := read(rr); ok {
				if err := out.Encode(r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func main() {
	if len(os.Args) == 4 && os.Args[1] == "transfer" {
		if err := transfer(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	coremain.Run()
}
