package restapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sojourn/web/contract"
)

// handler answers one operation. The error becomes an error body.
type handler func(w http.ResponseWriter, r *request) error

// route is an operation with its handler; nil means that it is not built.
type route struct {
	operation  *contract.Operation
	handle     handler
	parameters []string // names of the path's, in order
}

// maxParameters is how many parameters a path of the contract has at most.
const maxParameters = 4

// router finds the route of a path. It is a tree of path segments, in which a literal segment goes before
// a parameter. (http.ServeMux refuses paths that overlap the way some of the contract do.)
type router struct{ root node }

type node struct {
	literal   map[string]*node
	parameter *node
	end       *resource // what is at this path, if anything
}

// resource is the operations of one path.
type resource struct {
	routes []*route
	allow  string // the methods, for the Allow header
	public bool   // open to pages of any origin: CORS
}

// add puts a route in its place.
func (t *router) add(r *route) error {
	at := &t.root
	for segment := range strings.SplitSeq(strings.TrimPrefix(r.operation.Path, "/"), "/") {
		next := &at.parameter
		if name, isParameter := strings.CutPrefix(segment, "{"); isParameter {
			r.parameters = append(r.parameters, strings.TrimSuffix(name, "}"))
		} else {
			if at.literal == nil {
				at.literal = make(map[string]*node)
			}
			child := at.literal[segment]
			if child == nil {
				child = new(node)
				at.literal[segment] = child
			}
			next = &child
		}
		if *next == nil {
			*next = new(node)
		}
		at = *next
	}
	if len(r.parameters) > maxParameters {
		return fmt.Errorf("restapi: %s has more than %d parameters", r.operation.Path, maxParameters)
	}
	if at.end == nil {
		at.end = new(resource)
	}
	return at.end.add(r)
}

func (p *resource) add(r *route) error {
	if p.of(r.operation.Method) != nil {
		return fmt.Errorf("restapi: %s %s is there twice", r.operation.Method, r.operation.Path)
	}
	p.routes = append(p.routes, r)
	p.public = p.public || r.operation.Auth == contract.Optional
	var methods []string
	for _, r := range p.routes {
		methods = append(methods, r.operation.Method)
	}
	if slices.Contains(methods, http.MethodGet) && !slices.Contains(methods, http.MethodHead) {
		methods = append(methods, http.MethodHead)
	}
	slices.Sort(methods)
	p.allow = strings.Join(methods, ", ")
	return nil
}

func (p *resource) of(method string) *route {
	for _, r := range p.routes {
		if r.operation.Method == method {
			return r
		}
	}
	return nil
}

// route returns the route for a method, nil if there is none. HEAD is answered like GET unless the
// contract says otherwise.
func (p *resource) route(method string) *route {
	r := p.of(method)
	if r == nil && method == http.MethodHead {
		r = p.of(http.MethodGet)
	}
	return r
}

// find returns what is at a path, and the values of its parameters.
func (t *router) find(path string) (found *resource, values [maxParameters]string) {
	if !strings.HasPrefix(path, "/") {
		return nil, values
	}
	found = t.root.find(path[1:], values[:0])
	return found, values
}

// find descends by the next segment of path. Values has room for all parameters; a value that was set on
// the way to nothing is overwritten on the next.
func (n *node) find(path string, values []string) *resource {
	segment, rest, more := strings.Cut(path, "/")
	for _, child := range [...]*node{n.literal[segment], n.parameter} {
		if child == nil {
			continue
		}
		values := values
		if child == n.parameter {
			if segment == "" {
				continue
			}
			values = append(values, segment)
		}
		if !more {
			if child.end != nil {
				return child.end
			}
		} else if found := child.find(rest, values); found != nil {
			return found
		}
	}
	return nil
}
