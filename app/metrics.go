package app

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the server's numbers at /metrics. No label holds what a visitor or a client sent: the values
// of labels are operations of the contract, statuses and codes of errors.
type metrics struct {
	outcomes sync.Map // outcome → tally
	byWay    ways
	registry *prometheus.Registry
	requests *prometheus.CounterVec   // by operation and status
	answers  *prometheus.HistogramVec // seconds, by operation
	events   *prometheus.CounterVec   // by what became of them
	refused  *prometheus.CounterVec   // events, by reason
}

const answerSeconds = "sojourn_answer_seconds"

func newMetrics(a *App) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sojourn_requests_total", Help: "Requests answered, by operation of the contract and status.",
		}, []string{"operation", "status"}),
		answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: answerSeconds, Help: "Time to answer a request.",
			Buckets: []float64{.0001, .0002, .0003, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"operation"}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sojourn_events_total",
			Help: "Events by what became of them: accepted, repeated, not_recorded or refused.",
		}, []string{"result"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "sojourn_events_refused_total", Help: "Events refused, by code of the error.",
		}, []string{"reason"}),
	}
	m.registry.MustRegister(m.requests, m.answers, m.events, m.refused,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, g := range engineNumbers(a) {
		m.registry.MustRegister(g)
	}
	for _, result := range []string{accepted, repeated, notRecorded, refused} {
		m.events.WithLabelValues(result) // so that a rate can be computed from the start
	}
	return m
}

// answered implements restapi.Options.Observe.
func (m *metrics) answered(operation string, status int, took time.Duration) {
	if operation == "" {
		operation = "none"
	}
	key := outcome{operation, status}
	known, found := m.outcomes.Load(key)
	if !found { // once per pair: looking labels up costs more than counting
		known, _ = m.outcomes.LoadOrStore(key, tally{
			requests: m.requests.WithLabelValues(operation, strconv.Itoa(status)),
			answers:  m.answers.WithLabelValues(operation),
		})
	}
	t := known.(tally)
	t.requests.Inc()
	if operation != streamOperation { // it takes as long as its reader stays
		t.answers.Observe(took.Seconds())
	}
}

const streamOperation = "getSojournStream"

// outcome is what a request came to, and tally what counts those.
type (
	outcome struct {
		operation string
		status    int
	}
	tally struct {
		requests prometheus.Counter
		answers  prometheus.Observer
	}
)

// handler serves the numbers.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// engineNumbers are read from the engines and the lanes when somebody asks.
func engineNumbers(a *App) []prometheus.Collector {
	gauge := func(name, help string, read func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
	}
	counter := func(name, help string, read func() float64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read)
	}
	log, index, lanes := a.store.log, a.store.index, a.lanes
	return []prometheus.Collector{
		counter("sojourn_log_bytes_total", "Bytes written to the log since the start.",
			func() float64 { return float64(log.Stats().Bytes) }),
		counter("sojourn_log_records_total", "Records appended to the log since the start.",
			func() float64 { return float64(log.Stats().Records) }),
		counter("sojourn_log_syncs_total", "Groups of appends written and synced since the start.",
			func() float64 { return float64(log.Stats().Syncs) }),
		gauge("sojourn_log_segments", "Segment files of the log.",
			func() float64 { return float64(log.Stats().Segments) }),
		gauge("sojourn_log_last_sync_seconds", "Time that the newest write and sync of the log took.",
			func() float64 { return log.Stats().LastSync.Seconds() }),
		gauge("sojourn_log_position", "Position of the newest durable record.",
			func() float64 { return float64(log.End()) }),
		gauge("sojourn_index_disk_bytes", "Size of the index on disk.",
			func() float64 { return float64(index.Metrics().DiskBytes) }),
		gauge("sojourn_index_memory_bytes", "Changes of the index that are not on disk yet.",
			func() float64 { return float64(index.Metrics().MemoryBytes) }),
		counter("sojourn_index_flushes_total", "Flushes of the index since the start.",
			func() float64 { return float64(index.Metrics().Flushes) }),
		gauge("sojourn_index_compaction_debt_bytes", "Bytes that the index still has to rewrite.",
			func() float64 { return float64(index.Metrics().Debt) }),
		gauge("sojourn_lanes_queued", "Events that wait for a lane or are in hand.",
			func() float64 { return float64(lanes.Stats().Queued) }),
		counter("sojourn_lanes_batches_total", "Batches folded since the start.",
			func() float64 { return float64(lanes.Stats().Batches) }),
		counter("sojourn_lanes_late_events_total", "Events that arrived after a newer one of their customer.",
			func() float64 { return float64(lanes.Stats().Late) }),
		counter("sojourn_sessions_ended_total", "Ends of sessions announced since the start.",
			func() float64 { return float64(lanes.Stats().Ends) }),
	}
}
