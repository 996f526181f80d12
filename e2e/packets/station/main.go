// Station answers and makes calls in network namespaces that others have made: one process stands in for every server
// and every client of the lab. It takes an order a line on standard input and gives a result a line on standard
// output, both as JSON, and ends with its input.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Order is either to serve or to call, by its type.
type Order struct {
	ID   int    `json:"id"`
	Type string `json:"type"`
	// Namespace is the name of a network namespace under /run/netns.
	Namespace string `json:"namespace"`

	// Name is what a server answers with; it serves TCP and UDP on every port.
	Name  string `json:"name"`
	Ports []int  `json:"ports"`

	Protocol string `json:"protocol"`
	To       string `json:"to"`
	// From has the address to call from for each connection; where it is empty the kernel chooses.
	From      []string `json:"from"`
	TimeoutMs int      `json:"timeoutMs"`
	Workers   int      `json:"workers"`
}

type Result struct {
	ID      int      `json:"id"`
	Error   string   `json:"error,omitempty"`
	Answers []Answer `json:"answers,omitempty"`
}

// Answer is what became of one connection.
type Answer struct {
	// Verdict is forwarded, refused or dropped, or the kernel's words for anything else.
	Verdict string `json:"verdict"`
	// From is the address that the client called from.
	From string `json:"from,omitempty"`
	// By and Port say which server answered, Seen whom it saw.
	By   string `json:"by,omitempty"`
	Port int    `json:"port,omitempty"`
	Seen string `json:"seen,omitempty"`
}

func main() {
	results := json.NewEncoder(os.Stdout)
	var writing sync.Mutex
	orders := bufio.NewScanner(os.Stdin)
	orders.Buffer(nil, 16<<20)
	for orders.Scan() {
		var order Order
		if err := json.Unmarshal(orders.Bytes(), &order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go func() {
			result := obey(order)
			writing.Lock()
			defer writing.Unlock()
			if err := results.Encode(result); err != nil {
				os.Exit(1)
			}
		}()
	}
}

func obey(order Order) Result {
	result := Result{ID: order.ID}
	var err error
	switch order.Type {
	case "serve":
		err = inNamespace(order.Namespace, func() error { return serve(order.Name, order.Ports) })
	case "call":
		result.Answers, err = call(order)
	default:
		err = fmt.Errorf("unknown order %q", order.Type)
	}
	if err != nil {
		result.Error = err.Error()
	}
	return result
}

// inNamespace runs what opens sockets on a thread that is moved into the namespace, and that ends with it. A socket
// stays where it was opened, whichever thread uses it.
func inNamespace(name string, open func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		done <- func() error {
			namespace, err := os.Open("/run/netns/" + name)
			if err != nil {
				return err
			}
			defer namespace.Close()
			if err := unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET); err != nil {
				return fmt.Errorf("entering %s: %w", name, err)
			}
			return open()
		}()
	}()
	return <-done
}

func serve(name string, ports []int) error {
	for _, port := range ports {
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					continue
				}
				go func() {
					defer connection.Close()
					fmt.Fprintf(connection, "%s %d %s", name, port, hostOf(connection.RemoteAddr()))
				}()
			}
		}()
		packets, err := net.ListenPacket("udp", fmt.Sprintf(":%d", port))
		if err != nil {
			return err
		}
		go func() {
			buffer := make([]byte, 512)
			for {
				_, caller, err := packets.ReadFrom(buffer)
				if err != nil {
					continue
				}
				packets.WriteTo(fmt.Appendf(nil, "%s %d %s", name, port, hostOf(caller)), caller)
			}
		}()
	}
	return nil
}

func call(order Order) ([]Answer, error) {
	answers := make([]Answer, len(order.From))
	turns := make(chan int, len(order.From))
	for turn := range order.From {
		turns <- turn
	}
	close(turns)
	var working sync.WaitGroup
	failures := make(chan error, order.Workers)
	for range order.Workers {
		working.Go(func() {
			err := inNamespace(order.Namespace, func() error {
				for turn := range turns {
					answers[turn] = connect(order, order.From[turn])
				}
				return nil
			})
			if err != nil {
				failures <- err
			}
		})
	}
	working.Wait()
	close(failures)
	return answers, <-failures
}

func connect(order Order, from string) Answer {
	end := time.Now().Add(time.Duration(order.TimeoutMs) * time.Millisecond)
	dialer := net.Dialer{Deadline: end}
	network := strings.ToLower(order.Protocol)
	if from != "" {
		address, err := netip.ParseAddr(from)
		if err != nil {
			return Answer{Verdict: err.Error()}
		}
		if network == "udp" {
			dialer.LocalAddr = net.UDPAddrFromAddrPort(netip.AddrPortFrom(address, 0))
		} else {
			dialer.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(address, 0))
		}
	}
	connection, err := dialer.Dial(network, order.To)
	if err != nil {
		return Answer{Verdict: verdictOf(err)}
	}
	defer connection.Close()
	text, err := exchange(connection, network, end)
	answer := Answer{Verdict: "forwarded", From: hostOf(connection.LocalAddr())}
	if err != nil {
		answer.Verdict = verdictOf(err)
	} else if _, err := fmt.Sscan(text, &answer.By, &answer.Port, &answer.Seen); err != nil {
		answer.Verdict = err.Error()
	}
	return answer
}

// exchange gives what the server says. A datagram is sent again until it is answered, over the same socket and so to
// the same server. The kernel fails the sending of a datagram that its own rules reject or drop; only what is read
// afterwards tells the two apart.
func exchange(connection net.Conn, network string, end time.Time) (string, error) {
	if network == "tcp" {
		connection.SetDeadline(end)
		text, err := io.ReadAll(connection)
		return string(text), err
	}
	buffer := make([]byte, 512)
	for {
		if _, err := connection.Write([]byte("?")); errors.Is(err, syscall.ECONNREFUSED) {
			return "", err
		}
		pause := time.Now().Add(500 * time.Millisecond)
		if pause.After(end) {
			pause = end
		}
		connection.SetReadDeadline(pause)
		length, err := connection.Read(buffer)
		if !errors.Is(err, os.ErrDeadlineExceeded) || !time.Now().Before(end) {
			return string(buffer[:length]), err
		}
	}
}

func verdictOf(err error) string {
	var timeout net.Error
	var cause syscall.Errno
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "dropped"
	case errors.As(err, &cause):
		return cause.Error()
	default:
		return err.Error()
	}
}

func hostOf(address net.Addr) string {
	parsed, err := netip.ParseAddrPort(address.String())
	if err != nil {
		return address.String()
	}
	return parsed.Addr().Unmap().WithZone("").String()
}
