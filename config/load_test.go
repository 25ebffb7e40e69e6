package config

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// write puts a settings file into a fresh folder and returns its path.
func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sojourn.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load is Load for settings that are right.
func load(t *testing.T, file string, environ []string, flags map[string]string) Config {
	t.Helper()
	c, err := Load(file, environ, flags)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefaultsAreThoseOfTheSpec(t *testing.T) {
	c := load(t, "", nil, nil)
	if c.Listen != "127.0.0.1:8080" || c.Data != "./data" || c.Dev || c.BasePath != "" {
		t.Errorf("server: %+v", c)
	}
	if want := (Log{Level: slog.LevelInfo, Format: LogAuto}); c.Log != want {
		t.Errorf("log: %+v", c.Log)
	}
	want := Session{Timeout: 20 * time.Minute, Idle: 5 * time.Minute, Away: 10 * time.Minute, SplitOnSource: true}
	if c.Session != want {
		t.Errorf("session.md §6: %+v", c.Session)
	}
	if c.ShortID.Length != 4 || c.Events.StrictNames || c.OAuth.TokenLife != 86_399*time.Second {
		t.Errorf("short id, names, tokens: %+v", c)
	}
	if want := (Limits{300, 20, 50, 100, 30}); c.Limits != want {
		t.Errorf("api.md §9, events.md §1: %+v", c.Limits)
	}
	if c.Store.SegmentBytes != 256<<20 || c.Index.CacheBytes != 128<<20 || c.Index.MemtableBytes != 8<<20 {
		t.Errorf("engines: %+v %+v", c.Store, c.Index)
	}
	if len(c.Geo.Databases)+len(c.Enrich.CampaignAliases)+len(c.Privacy.ScrubPatterns)+len(c.Proxies.Trusted) != 0 {
		t.Errorf("lists are not empty: %+v", c)
	}
}

func TestLaterSourceWins(t *testing.T) {
	file := write(t, "data = \"file\"\nlisten = \"127.0.0.1:1\"\nbasePath = \"/file\"\n[lanes]\nqueue = 100\n")
	environ := []string{"SOJOURN_LISTEN=127.0.0.1:2", "SOJOURN_BASE_PATH=/env", "HOME=/root", "PATHS"}
	c := load(t, file, environ, map[string]string{"basePath": "/flag"})
	if c.Data != "file" || c.Listen != "127.0.0.1:2" || c.BasePath != "/flag" || c.Lanes.Queue != 100 {
		t.Errorf("data %q, listen %q, basePath %q, queue %d", c.Data, c.Listen, c.BasePath, c.Lanes.Queue)
	}
	if c.ShortID.Length != 4 {
		t.Errorf("a setting that nobody names lost its default: %d", c.ShortID.Length)
	}
}

func TestEnvironmentNamesTheFile(t *testing.T) {
	named := write(t, "data = \"named\"\n")
	if c := load(t, "", []string{"SOJOURN_CONFIG=" + named}, nil); c.Data != "named" {
		t.Errorf("data %q", c.Data)
	}
	other := write(t, "data = \"other\"\n")
	if c := load(t, other, []string{"SOJOURN_CONFIG=" + named}, nil); c.Data != "other" {
		t.Errorf("the flag must win, data %q", c.Data)
	}
}

func TestListsAndTablesInEverySource(t *testing.T) {
	inFile := write(t, `
[geo]
databases = ["city.mmdb", "asn.mmdb"]
[enrich.campaignAliases]
MTM_Campaign = "name"
pk_source = "source"
[privacy]
scrubPatterns = ['\bDE\d{20}\b']
[proxies]
trusted = ["10.1.2.3/8", "::1"]
`)
	inEnvironment := []string{
		"SOJOURN_GEO_DATABASES=city.mmdb, asn.mmdb",
		"SOJOURN_ENRICH_CAMPAIGN_ALIASES=MTM_Campaign=name,pk_source=source",
		`SOJOURN_PRIVACY_SCRUB_PATTERNS=['\bDE\d{20}\b']`,
		"SOJOURN_PROXIES_TRUSTED=10.1.2.3/8,::1",
	}
	for name, c := range map[string]Config{
		"file": load(t, inFile, nil, nil), "environment": load(t, "", inEnvironment, nil),
	} {
		if d := c.Geo.Databases; len(d) != 2 || d[0] != "city.mmdb" || d[1] != "asn.mmdb" {
			t.Errorf("%s: databases %q", name, d)
		}
		if a := c.Enrich.CampaignAliases; len(a) != 2 || a["mtm_campaign"] != "name" || a["pk_source"] != "source" {
			t.Errorf("%s: aliases %v", name, a)
		}
		if p := c.Privacy.ScrubPatterns; len(p) != 1 || !p[0].MatchString("IBAN DE02120300000000202051.") {
			t.Errorf("%s: patterns %v", name, p)
		}
		ten, one := netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")
		if p := c.Proxies.Trusted; len(p) != 2 || p[0] != ten || p[1] != one {
			t.Errorf("%s: proxies %v", name, p)
		}
	}
}

func TestDevelopment(t *testing.T) {
	for _, listen := range []string{"127.0.0.1:0", "localhost:8080", "[::1]:8080", "127.8.9.1:80"} {
		c := load(t, "", nil, map[string]string{"dev": "true", "listen": listen})
		if want := (Limits{EventsPerCookieBurst: 50}); c.Limits != want {
			t.Errorf("%s: limits are on: %+v", listen, c.Limits)
		}
	}
	for _, listen := range []string{":8080", "0.0.0.0:8080", "[::]:80", "10.0.0.1:80", "sojourn.example:80"} {
		_, err := Load("", nil, map[string]string{"dev": "true", "listen": listen})
		if err == nil || !strings.Contains(err.Error(), "loopback") {
			t.Errorf("%s: %v", listen, err)
		}
	}
	c := load(t, "", []string{"SOJOURN_DEV=true", "SOJOURN_LIMITS_EVENTS_PER_IP_PER_SECOND=7"}, nil)
	if want := (Limits{EventsPerCookieBurst: 50, EventsPerIPPerSec: 7}); c.Limits != want {
		t.Errorf("a limit that was asked for is off: %+v", c.Limits)
	}
}

// TestProblems gives each source a mistake and compares the whole message.
func TestProblems(t *testing.T) {
	for _, test := range []struct{ name, file, environ, flag, want string }{
		{name: "file, with its line", file: "# mine\n[session]\n\ntimeoutSeconds = 30 # short\n",
			want: "session.timeoutSeconds (sojourn.toml:4): must be a whole number, 60 to 86400, not 30"},
		{name: "dotted key", file: "session.timeoutSeconds = \"soon\"\n",
			want: "session.timeoutSeconds (sojourn.toml:1): must be a whole number, 60 to 86400, not \"soon\""},
		{name: "environment", environ: "SOJOURN_SHORT_ID_LENGTH=7",
			want: "shortId.length (environment): must be a whole number, 4 to 6, not 7"},
		{name: "flag", flag: "dev=maybe", want: "dev (flag): must be true or false, not \"maybe\""},
		{name: "unknown in file", file: "[sesion]\ntimeoutSecond = 60\n",
			want: "sesion.timeoutSecond (sojourn.toml:2): is not a setting; did you mean session.timeoutSeconds?"},
		{name: "unknown for want of its group", file: "timeoutSeconds = 60\n",
			want: "timeoutSeconds (sojourn.toml:1): is not a setting; did you mean session.timeoutSeconds?"},
		{name: "unknown empty table", file: "[oath]\n",
			want: "oath (sojourn.toml:1): is not a setting; did you mean data?"},
		{name: "unknown in environment", environ: "SOJOURN_SHORTID_LENGTH=4",
			want: "SOJOURN_SHORTID_LENGTH (environment): is not a setting; did you mean SOJOURN_SHORT_ID_LENGTH?"},
		{name: "unknown flag", flag: "Listen=:80", want: "Listen (flag): is not a setting; did you mean listen?"},
		{name: "broken file", file: "data = \"./data\"\nlisten = 127.0.0.1\n", want: "config: sojourn.toml:2: "},
		{name: "address", flag: "listen=8080", want: "listen (flag): must be host:port, not \"8080\""},
		{name: "port", flag: "listen=:http", want: "the port must be a number, 0 to 65535, not \"http\""},
		{name: "empty", flag: "data= ", want: "data (flag): must not be empty"},
		{name: "path", flag: "basePath=/a/", want: "without a slash at its end"},
		{name: "path with dots", flag: "basePath=/a/../b", want: "basePath (flag): must be empty or a path"},
		{name: "word", flag: "log.format=xml", want: "log.format (flag): must be auto, text or json, not \"xml\""},
		{name: "level", flag: "log.level=INFO", want: "log.level (flag): must be debug, info, warn or error"},
		{name: "number for text", file: "data = 7\n", want: "data (sojourn.toml:1): must be text in quotes, not 7"},
		{name: "number for a list", file: "[geo]\ndatabases = 3\n",
			want: "geo.databases (sojourn.toml:2): must be a list, not 3"},
		{name: "item of a list", flag: "geo.databases=a.mmdb,b.csv",
			want: "geo.databases (flag): item 2: must be the path of an .mmdb file, not \"b.csv\""},
		{name: "pattern", flag: "privacy.scrubPatterns=a(", want: "item 1: error parsing regexp"},
		{name: "pattern for everything", flag: "privacy.scrubPatterns=x*", want: "matches the empty text"},
		{name: "range", flag: "proxies.trusted=10.0.0.0/33", want: "must be an IP address or a range"},
		{name: "alias", flag: "enrich.campaignAliases=mtm=campaign",
			want: "entry \"mtm\": must be source, medium, name, term or content, not \"campaign\""},
		{name: "alias without field", flag: "enrich.campaignAliases=mtm", want: "must be a table, not \"mtm\""},
		{name: "bytes", flag: "store.segmentBytes=12 MB", want: "256 MiB\", 1 MiB to 4 GiB, not \"12 MB\""},
		{name: "too many bytes", flag: "index.cacheBytes=9999999999 TiB", want: "1 MiB to 1 TiB"},
		{name: "country", flag: "organization.defaultCountry=ie", want: "two capital letters"},
		{name: "language", flag: "organization.language=english!", want: "language tag"},
		{name: "token life", flag: "oauth.tokenSeconds=119", want: "120 to 172800, not 119"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := ""
			if test.file != "" {
				file = write(t, test.file)
			}
			flags := map[string]string{}
			if name, value, ok := strings.Cut(test.flag, "="); ok {
				flags[name] = value
			}
			_, err := Load(file, []string{test.environ}, flags)
			if err == nil {
				t.Fatalf("no error\nwant %s", test.want)
			}
			got := strings.ReplaceAll(err.Error(), filepath.Dir(file)+string(filepath.Separator), "")
			if !strings.Contains(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	file := write(t, "dta = \"x\"\n[shortId]\nlength = 3\n")
	_, err := Load(file, []string{"SOJOURN_DEV=1"}, map[string]string{"log.level": "loud"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, name := range []string{"dta (", "shortId.length (", "dev (", "log.level ("} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q is missing in\n%v", name, err)
		}
	}
	if problem, ok := errors.AsType[*Problem](err); !ok || problem.Reason == "" {
		t.Errorf("no Problem in %v", err)
	}
}

func TestFileThatIsNotThere(t *testing.T) {
	if _, err := Load("no-such.toml", nil, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func FuzzFile(f *testing.F) {
	f.Add("[session]\ntimeoutSeconds = 1200\n")
	f.Add("enrich.campaignAliases = {a = \"name\"}\n[[geo]]\ndatabases = [[1]]\n")
	f.Add("data = \"\"\"\n[x]\n\"\"\"\n")
	f.Fuzz(func(t *testing.T, content string) {
		_, _ = Load(write(t, content), nil, nil) // must not panic
	})
}

func FuzzEnvironment(f *testing.F) {
	f.Add("[1, 2]")
	f.Add("a=b,c")
	f.Add("1\nvalue = 2")
	f.Add("99999999999999999999 GiB")
	f.Fuzz(func(t *testing.T, text string) {
		var environ []string
		for _, s := range new(Config).settings() {
			environ = append(environ, s.environment()+"="+text)
		}
		_, _ = Load("", environ, nil) // must not panic
	})
}
