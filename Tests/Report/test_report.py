#!/usr/bin/env python3
"""The report of a run of 1,000 hosts in a real Chromium: does it open fast, stay harmless, and do what it offers?

    usage: test_report.py FLOTILLA      the program; `make report-test` builds it and calls this
"""
import os
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
HOSTS = 1000
# What the report promises: to be read within this time, and its size.
MOST_SECONDS = 2
MOST_BYTES = 10_000_000

SHOWN = "[...document.querySelectorAll('%s')].filter(e => !e.hidden)"
# The least contrast of any text with what is behind it, and which text that is.
CONTRAST = """(() => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const color = parts(getComputedStyle(e).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  let least = [99, ''];
  for (const e of document.body.querySelectorAll('*')) {
    // A few of each kind are as good as a thousand: 250 rows have every outcome.
    if (e.closest('tbody tr:nth-child(n+250), .lines li:nth-child(n+20), details:nth-of-type(n+20)')) continue;
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    const pair = [light(parts(e.closest('svg') ? style.fill : style.color)), light(behind(e))].sort((a, b) => b - a);
    const contrast = (pair[0] + .05) / (pair[1] + .05);
    if (contrast < least[0]) least = [contrast, e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)];
  }
  return least;
})()"""


class ReportTest(unittest.TestCase):
    """One browser and one report for all of them; each begins with the page opened anew."""

    @classmethod
    def setUpClass(cls):
        cls.store = tempfile.TemporaryDirectory(prefix="flotilla-report.")
        run = subprocess.check_output([HERE + "/make-run", cls.store.name, "--hosts", str(HOSTS)], text=True).strip()
        subprocess.check_call(
            [FLOTILLA, "report", "--log-dir", cls.store.name, run], stdout=subprocess.DEVNULL)
        cls.report = os.path.join(cls.store.name, run, "report.html")
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.store.cleanup()

    def setUp(self):
        self.browser.look()
        self.browser.open(self.report)
        self.ask = self.browser.ask

    def shown(self, selector):
        return self.ask(SHOWN % selector + ".length")

    def search(self, words):
        self.browser.press("/", "/")
        self.assertEqual(self.ask("document.activeElement.id"), "find")
        self.browser.type(words)
        # The search begins a moment after the last letter.
        self.ask("new Promise(done => setTimeout(done, 200))")

    def test_opens_fast_and_is_small(self):
        self.assertLess(os.path.getsize(self.report), MOST_BYTES)
        times = []
        for _ in range(3):
            self.browser.open(self.report)
            times.append(self.ask("""new Promise(done => requestAnimationFrame(() => setTimeout(() =>
                done(Math.max(performance.now(), performance.getEntriesByType('navigation')[0].loadEventEnd)))))"""))
        print(f"{HOSTS} hosts, {os.path.getsize(self.report) / 1e6:.1f} MB: open and drawn after "
              + ", ".join(f"{time:.0f}" for time in times) + " ms")
        self.assertLess(min(times), MOST_SECONDS * 1000)
        self.assertEqual(self.shown("tbody tr"), HOSTS)
        self.assertEqual(self.shown(".lines li"), HOSTS)

    def test_runs_nothing_that_hosts_say_and_loads_nothing(self):
        self.search("needle-in-attack")
        self.assertEqual(self.shown("tbody tr"), 1)
        self.assertNotEqual(self.ask("document.title"), "owned")
        self.assertIn("</script><script>document.title='owned'</script>", self.ask(
            SHOWN % "details" + "[0].querySelector('pre').textContent"))
        self.assertEqual(self.ask("document.images.length + document.styleSheets.length + document.scripts.length"), 2)
        self.assertEqual(self.ask("performance.getEntriesByType('resource').length"), 0)
        self.assertEqual(self.browser.troubles(), [])

    def test_the_policy_stops_what_would_get_past_the_escaping(self):
        self.ask("""document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="document.title=1">');
            document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = 2' }))""")
        self.ask("new Promise(done => setTimeout(done, 100))")
        self.assertIn("with trouble", self.ask("document.title"))
        self.assertTrue(any("Content Security Policy" in text for text in self.browser.troubles()))

    def test_searches_output_and_opens_it(self):
        self.search("NEEDLE-in-haystack")
        self.assertEqual(self.ask(SHOWN % "tbody tr" + ".map(e => e.dataset.host)"), ["web0042"])
        self.assertEqual(self.ask(SHOWN % ".lines li" + ".map(e => e.dataset.host)"), ["web0042"])
        self.assertEqual(self.ask(SHOWN % "details" + ".map(e => e.open)"), [True])
        self.assertEqual(self.ask("CSS.highlights.get('found').size"), 1)
        self.assertTrue(self.ask("""(() => {
            const [mark] = CSS.highlights.get('found');
            const box = document.querySelector('details:not([hidden]) pre').getBoundingClientRect();
            const { top, bottom } = mark.getBoundingClientRect();
            return box.top <= top && bottom <= box.bottom;
        })()"""), "the mark is out of sight")
        self.assertEqual(self.ask("document.querySelector('#count').textContent"), "1 of 1,000 jobs")
        self.browser.press("Escape")
        self.assertEqual(self.shown("tbody tr"), HOSTS)
        self.search("no such words")
        self.assertEqual(self.shown("#jobs .none"), 1)

    def test_filters_by_outcome(self):
        click = "document.querySelector('[data-status=%s]').click()"
        self.ask(click % "failed")
        self.assertEqual(self.ask("[...new Set(" + SHOWN % "tbody tr" + ".map(e => e.dataset.status))]"), ["failed"])
        self.assertEqual(self.shown("tbody tr"), HOSTS // 40 * 2)
        self.assertEqual(self.ask("[...new Set(" + SHOWN % "details" + ".map(e => e.dataset.status))]"), ["failed"])
        self.ask(click % "lost")
        self.assertEqual(self.shown("tbody tr"), HOSTS // 40 * 3)
        self.ask(click % "failed")
        self.ask(click % "lost")
        self.assertEqual(self.shown("tbody tr"), HOSTS)

    def test_sorts(self):
        column = "[...document.querySelectorAll('tbody tr')].map(e => Number(e.cells[2].dataset.value))"
        click = "document.querySelectorAll('thead button')[2].click()"
        self.ask(click)
        times = self.ask(column)
        self.assertEqual(times, sorted(times))
        self.assertEqual(self.ask("document.querySelectorAll('thead th')[2].ariaSort"), "ascending")
        self.ask(click)
        self.assertEqual(self.ask(column), sorted(times, reverse=True))
        self.ask("document.querySelectorAll('thead button')[0].click()")
        hosts = self.ask("[...document.querySelectorAll('tbody tr')].map(e => e.dataset.host)")
        self.assertEqual(hosts, sorted(hosts))

    def test_is_used_by_keyboard(self):
        self.browser.press("Tab")
        self.assertEqual(self.ask("document.activeElement.className"), "skip")
        self.ask("document.querySelector('tbody tr[tabindex=\"0\"]').focus()")
        for key, place in [("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", HOSTS - 1), ("Home", 0)]:
            self.browser.press(key)
            self.assertEqual(self.ask("document.activeElement.sectionRowIndex"), place)
        self.assertEqual(self.ask("document.querySelectorAll('tbody tr[tabindex=\"0\"]').length"), 1)
        self.ask("document.querySelector('tr[data-host=web0042]').focus()")
        self.browser.press("Enter")
        self.assertEqual(self.ask("[document.activeElement.tagName, document.activeElement.parentElement.open]"),
                         ["SUMMARY", True])
        self.ask("document.querySelector('.lines li').focus()")
        self.browser.press("ArrowDown")
        self.assertEqual(self.ask("document.activeElement.dataset.host"), "web0001")
        self.assertRegex(self.ask("document.querySelector('#say').textContent"),
                         r"^web0001: .*running 0\.\ds–\d+s; failed at \d+s$")

    def test_can_be_read_in_both_schemes_and_on_a_phone(self):
        for scheme in ("light", "dark"):
            for width in (1280, 400):
                self.browser.look(width=width, scheme=scheme)
                contrast, text = self.ask(CONTRAST)
                self.assertGreaterEqual(contrast, 4.5, f"{text} in {scheme} at {width}")
                self.assertLessEqual(self.ask("document.scrollingElement.scrollWidth"), width)
                # Each line has the axis' scale, and ends within its box.
                places = self.ask("""[...document.querySelectorAll('.axis svg, .lines li:first-child svg')]
                    .map(e => e.getBoundingClientRect()).map(box => [box.left, box.right])""")
                self.assertAlmostEqual(places[0][0], places[1][0], delta=1)
                self.assertAlmostEqual(places[0][1], places[1][1], delta=1)

    def test_prints_all_rows(self):
        self.browser.call("Emulation.setEmulatedMedia", media="print")
        self.assertEqual(self.ask("getComputedStyle(document.querySelector('.lines')).maxHeight"), "none")
        self.assertEqual(self.ask("getComputedStyle(document.querySelector('.tools')).display"), "none")
        self.browser.call("Emulation.setEmulatedMedia", media="")


if __name__ == "__main__":
    FLOTILLA = os.path.abspath(sys.argv.pop(1))
    unittest.main()
