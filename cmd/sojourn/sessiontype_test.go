package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSessionTypeCommand(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) (string, error) {
		var out, errs bytes.Buffer
		p := &program{strings.NewReader(""), &out, &errs, nil}
		err := sessionType(context.Background(), p, append(args, "-data", data))
		return out.String(), err
	}
	want := func(texts []string, args ...string) {
		t.Helper()
		out, err := run(args...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("%v prints no %q: %s", args, text, out)
			}
		}
	}
	want([]string{`"type": "delivery"`, `"inactivitySeconds": 1209600`, `"delivery_completed"`},
		"create", "-type", "delivery", "-name", "Delivery", "-end-event", "delivery_completed", "-inactivity", "336h")
	file := filepath.Join(t.TempDir(), "projections.json")
	if err := os.WriteFile(file, []byte(`{"color":"red","projections":[{"eventName":"*","eventAttribute":"price",`+
		`"sessionAttribute":"total","function":"sum"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	want([]string{`"function": "sum"`, `"color": "teal"`, `"version": 2`},
		"update", "delivery", "-file", file, "-color", "teal", "-display", "total")
	want([]string{`"displayAttributes": [`}, "show", "delivery")
	want([]string{"TYPE", "delivery  Delivery  delivery_completed  336h0m0s"}, "list")
	want(nil, "delete", "delivery")
	for _, wrong := range [][]string{
		{"show", "delivery"}, {"create", "-type", "web", "-inactivity", "1h"}, {"create", "-type", "No"},
		{"update", "delivery", "-name", "x"},
	} {
		if _, err := run(wrong...); err == nil {
			t.Errorf("%v: no error", wrong)
		}
	}
	for _, misused := range [][]string{{"show"}, {"liszt"}, {"create", "-typ", "x"}} {
		if _, err := run(misused...); err == nil {
			t.Errorf("%v: no error", misused)
		} else if _, ok := errors.AsType[*errUsage](err); !ok {
			t.Errorf("%v: %v", misused, err)
		}
	}
}
