#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Plants one fault after the other in a small tree and asks whether the lint
# names it by file and line: a lint that finds nothing proves nothing by itself.

import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = os.path.normpath(os.path.join(HERE, "..", "..", "build-aux"))
HEAD = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
UI = '<interface><object class="GtkBox"><child>%s</child></object></interface>'


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Lints(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.put("po/LINGUAS", "")

    def put(self, path, text):
        whole = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as f:
            f.write(text)
        return whole

    def run_lint(self, name, *arguments):
        run = subprocess.run([sys.executable, os.path.join(HERE, name), *arguments],
                             capture_output=True, text=True)
        self.assertEqual(run.stderr, "")
        return run.returncode, run.stdout

    def assert_finds(self, expected, name, *arguments):
        status, output = self.run_lint(name, *(arguments or [self.root]))
        self.assertEqual(status, 1, output)
        self.assertIn(expected, output)

    def test_a_clean_tree_passes(self):
        self.put("src/store/crf-a.c", HEAD + '/* no sscanf ( here */\nconst char *a = "exit (1)";\n')
        self.put("ui/crf-a.ui", UI % '<object class="GtkLabel"><property name="label" translatable="yes">Age'
                                     '</property></object>')
        for lint in ("sources.py", "templates.py"):
            self.assertEqual(self.run_lint(lint, self.root)[0], 0)

    def test_a_checklist(self):
        rows = ["| %d | do something | `store-keys` |" % n for n in range(1, 39)]
        self.put("meson-info/intro-tests.json", json.dumps([{"name": "store-keys"}]))
        self.put("tests/checklist.md", "\n".join(rows))
        self.assertEqual(self.run_lint("checklist.py", self.root, self.root)[0], 0)
        self.put("tests/checklist.md", "\n".join(rows[:-1]))
        self.assert_finds("statement 38 is missing", "checklist.py", self.root, self.root)
        for row, sentence in (("| 4 | do it | `store-key` |", "tests/checklist.md:4: there is no test “store-key”"),
                              ("| 4 | do it | later |", "tests/checklist.md:4: statement 4 names no test"),
                              ("| 3 | do it | `store-keys` |", "tests/checklist.md:4: statement 3 stands in line 3 already")):
            self.put("tests/checklist.md", "\n".join(rows[:3] + [row] + rows[4:]))
            self.assert_finds(sentence, "checklist.py", self.root, self.root)

    def test_a_file_of_meddra(self):
        self.put("data/MedAscii/LLT.ASC", "")
        self.assert_finds("LLT.ASC:1: a file of a MedDRA distribution", "meddra.py")

    def test_a_line_of_meddra(self):
        self.put("tests/a.c", HEAD + "const char *a = \"%s$Made up$\";\n" % (10 ** 7 + 1))
        self.assert_finds("tests/a.c:2: looks like a line of MedDRA", "meddra.py")
        self.put("tests/a.c", HEAD + "const char *a = \"99000001$Made up$\";\n")
        self.assertEqual(self.run_lint("meddra.py", self.root)[1].count("a.c"), 0)

    def test_a_call_that_parses_by_locale(self):
        self.put("src/store/crf-a.c", HEAD + "int x;\ndouble y = atof (s);\n")
        self.assert_finds("src/store/crf-a.c:3: a call of atof", "sources.py")

    def test_the_name_of_a_study(self):
        self.put("src/conduct/crf-a.c", HEAD + 'const char *x = "NCT06167473";\n')
        self.assert_finds("src/conduct/crf-a.c:2: the name of a study", "sources.py")

    def test_a_long_file(self):
        self.put("src/store/crf-a.c", HEAD + "\n" * 800)
        self.assert_finds("src/store/crf-a.c:800: a file of 801 lines", "sources.py")

    def test_a_long_function(self):
        self.put("src/store/crf-a.c", HEAD + "int\nf (void)\n{\n" + "  x;\n" * 81 + "}\n")
        self.assert_finds("src/store/crf-a.c:4: a function of 81 lines", "sources.py")

    def test_a_long_line(self):
        self.put("src/store/crf-a.c", HEAD + "/* " + "as long as the day " * 9 + "*/\n")
        self.assert_finds("src/store/crf-a.c:2: a line of", "sources.py")

    def test_a_long_sentence_and_a_row_of_a_list_are_no_long_lines(self):
        self.put("src/store/crf-a.c", HEAD + 'const char *a = "%s";\n#define B "b" /* %s */\n' % ("long " * 40, "long " * 40))
        self.assertEqual(self.run_lint("sources.py", self.root)[0], 0)

    def test_a_file_without_licence(self):
        self.put("src/store/crf-a.c", "int x;\n")
        self.assert_finds("src/store/crf-a.c:1: the first line", "sources.py")

    def put_build(self, layer, code):
        """A build folder that knows one object, compiled from the code."""
        source = self.put("src/%s/crf-a.c" % layer, HEAD + code)
        subprocess.run(["gcc", "-c", source, "-o", os.path.join(self.root, "a.o")], check=True)
        self.put("compile_commands.json", json.dumps(
            [{"directory": self.root, "file": source, "output": "a.o"}]))

    def test_a_library_called_from_the_wrong_layer(self):
        self.put_build("conduct", "int sqlite3_close (void *);\nint f (void) { return sqlite3_close (0); }\n")
        self.assert_finds("src/conduct/crf-a.c:1: calls sqlite3_close", "layers.py", self.root, self.root)

    def test_a_library_called_from_the_right_layer(self):
        self.put_build("store", "int sqlite3_close (void *);\nint f (void) { return sqlite3_close (0); }\n")
        self.assertEqual(self.run_lint("layers.py", self.root, self.root)[0], 0)

    def test_an_include_against_the_arrows(self):
        self.put("src/conduct/crf-b.h", HEAD)
        self.put_build("store", "")
        self.put("src/store/crf-c.c", HEAD + '#include "crf-b.h"\n')
        self.assert_finds("src/store/crf-c.c:2: src/store may not include from src/conduct",
                          "layers.py", self.root, self.root)

    def test_the_toolkit_below_the_app(self):
        self.put_build("conduct", "")
        self.put("src/conduct/crf-c.c", HEAD + "#include <gtk/gtk.h>\n")
        self.assert_finds("src/conduct/crf-c.c:2: only src/app", "layers.py", self.root, self.root)

    def test_a_mnemonic_used_twice(self):
        label = ('<object class="GtkLabel"><property name="use-underline">1</property>'
                 '<property name="label" translatable="yes">%s</property></object>\n')
        self.put("ui/crf-a.ui", UI % (label % "_Age" + "</child><child>" + label % "_Add"))
        self.assert_finds("ui/crf-a.ui:2: Alt+A is used twice (English)", "templates.py")

    def test_a_mnemonic_used_twice_in_a_translation(self):
        label = ('<object class="GtkLabel"><property name="use-underline">1</property>'
                 '<property name="label" translatable="yes">%s</property></object>\n')
        self.put("po/LINGUAS", "de\n")
        self.put("po/de.po", 'msgid "_Age"\nmsgstr "_Alter"\n\nmsgid "_Sex"\nmsgstr "Geschlecht (_A)"\n')
        self.put("ui/crf-a.ui", UI % (label % "_Age" + "</child><child>" + label % "_Sex"))
        self.assert_finds("Alt+A is used twice (de)", "templates.py")

    def test_a_text_that_no_translator_sees(self):
        self.put("ui/crf-a.ui", UI % '\n<object class="GtkLabel"><property name="label">Age</property></object>')
        self.assert_finds("ui/crf-a.ui:2: the text “Age” is not marked", "templates.py")

    def test_a_button_that_says_nothing(self):
        self.put("ui/crf-a.ui", UI % '<object class="GtkButton"><property name="icon-name">go-up-symbolic'
                                     '</property></object>')
        self.assert_finds("ui/crf-a.ui:1: a button with only an icon", "templates.py")

    def test_a_template_that_is_not_well_formed(self):
        self.put("ui/crf-a.ui", "<interface>\n<object>\n</interface>")
        self.assert_finds("ui/crf-a.ui:3: not well-formed", "templates.py")

    def test_a_hole_in_the_sandbox(self):
        manifest = self.put("m.json", json.dumps({"id": "org.stemward.Stemward", "command": "stemward",
                                                  "finish-args": ["--share=network"]}))
        self.assert_finds("asks for --share=network", "sandbox.py", manifest)


class Counting(unittest.TestCase):
    """count-tests on a log that meson could have written."""

    def count(self, runs, shared=""):
        with tempfile.TemporaryDirectory() as build:
            os.makedirs(os.path.join(build, "meson-info"))
            os.makedirs(os.path.join(build, "meson-logs"))
            with open(os.path.join(build, "meson-info", "intro-tests.json"), "w", encoding="utf-8") as f:
                json.dump([{"cmd": ["tap"], "protocol": "tap"}, {"cmd": ["exit"], "protocol": "exitcode"}], f)
            with open(os.path.join(build, "meson-logs", "plain.json"), "w", encoding="utf-8") as f:
                for command, result, status, output in runs:
                    f.write(json.dumps({"name": command, "command": ["wrapper", command], "result": result,
                                        "returncode": status, "stdout": output}) + "\n")
            if shared:
                os.makedirs(os.path.join(build, shared, "samples"))
            run = subprocess.run([sys.executable, os.path.join(TOOLS, "count-tests"), build,
                                  os.path.join(build, "shared"), "plain", "windows"], capture_output=True, text=True)
            return run.returncode, run.stdout.splitlines()[-2:]

    def test_single_results_are_counted(self):
        output = "TAP version 13\n1..3\nok 1 /a\n# a remark\nok 2 /b # SKIP no printer\nok 3 /c\n"
        self.assertEqual(self.count([("tap", "OK", 0, output), ("exit", "OK", 0, "")]),
                         (0, ["1 skipped", "3 passed, 0 failed"]))

    def test_a_failed_point_is_one_failure(self):
        self.assertEqual(self.count([("tap", "ERROR", 1, "1..2\nok 1 /a\nnot ok 2 /b\n")]),
                         (1, ["0 skipped", "1 passed, 1 failed"]))

    def test_a_crash_after_good_points_is_a_failure(self):
        self.assertEqual(self.count([("tap", "ERROR", -11, "1..2\nok 1 /a\n")]),
                         (1, ["0 skipped", "1 passed, 1 failed"]))

    def test_a_timeout_is_a_failure(self):
        self.assertEqual(self.count([("exit", "TIMEOUT", -15, "")]), (1, ["0 skipped", "0 passed, 1 failed"]))

    def test_a_skip_for_want_of_samples_that_are_there_is_a_failure(self):
        output = "1..1\nok 1 /a # SKIP ../shared is not there\n"
        self.assertEqual(self.count([("tap", "SKIP", 0, output)], shared="shared"),
                         (1, ["0 skipped", "0 passed, 1 failed"]))
        self.assertEqual(self.count([("tap", "SKIP", 0, output)]), (0, ["1 skipped", "0 passed, 0 failed"]))

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.count([]), (1, ["0 skipped", "0 passed, 1 failed"]))


class Packages(unittest.TestCase):
    """packages_install with a dpkg-query and an apt-get that only tell what they were asked."""

    def install(self, installed):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("dpkg-query", "printf 'installed %s\\n' " + installed),
                               ("apt-get", 'echo "$*" >>"$ASKED"'), ("sudo", 'exec "$@"')):
                path = os.path.join(folder, name)
                with open(path, "w", encoding="utf-8") as f:
                    f.write("#!/bin/sh\n" + text + "\n")
                os.chmod(path, 0o755)
            asked = os.path.join(folder, "asked")
            environment = dict(os.environ, PATH=folder + ":" + os.environ["PATH"], ASKED=asked)
            run = subprocess.run(["bash", "-c", ". %s/packages.sh; packages_install gcc meson" % TOOLS],
                                 capture_output=True, text=True, env=environment)
            self.assertEqual(run.returncode, 0, run.stderr)
            return run.stdout, read(asked) if os.path.exists(asked) else ""

    def test_apt_is_not_touched_where_all_is_there(self):
        self.assertEqual(self.install("gcc meson"), ("", ""))

    def test_what_is_missing_is_named_first_and_installed(self):
        told, said = self.install("gcc")
        self.assertEqual(told, "Installing through apt what is missing: meson\n")
        self.assertTrue(said.rstrip().endswith("install meson"), said)


class Scripts(unittest.TestCase):
    def test_every_command_can_be_parsed(self):
        found = 0
        for path in (os.path.join(folder, name) for folder in (TOOLS, HERE) for name in os.listdir(folder)):
            if os.path.isfile(path) and read(path).startswith("#!/usr/bin/env bash\n"):
                found += 1
                run = subprocess.run(["bash", "-n", path], capture_output=True, text=True)
                self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertGreater(found, 5)


class Reach(Lints):
    STEPS = 'static const x steps[] = {\n  { "plan", "plan-infusion", N_("Dose plan"), 0, FALSE },\n};\n'

    def check(self, app):
        self.put("src/conduct/crf-reader-infusion-day.c", HEAD + self.STEPS)
        self.put("src/conduct/crf-use-case-record-export.c", HEAD + 'const CrfUseCase x = { .name = "record-export" };\n')
        self.put("src/conduct/crf-use-case-plan.c", HEAD + 'const CrfUseCase x = { .name = "plan-infusion" };\n')
        self.put("src/conduct/crf-use-case-lock.c", HEAD + 'const CrfUseCase x = { .name = "lock" };\n')
        self.put("src/conduct/crf-trial-gates.c", HEAD)
        self.put("src/app/page.c", HEAD + app)
        self.put("ui/page.ui", "<interface/>")
        return self.run_lint("reach.py", self.root)

    def test_a_use_case_without_a_button(self):
        status, output = self.check("")
        self.assertEqual(status, 1)
        self.assertIn("crf-use-case-lock.c: the use case lock is offered nowhere", output)

    def test_a_remedy_is_no_button(self):
        self.assertEqual(self.check('static const x remedies[] = {\n  { "lock", "study" },\n};\n')[0], 1)

    def test_one_with_a_button(self):
        self.assertEqual(self.check('open_dialog (self, "lock");\n')[0], 0)

    def test_an_exception_that_is_none(self):
        self.assertIn("it needs no exception", self.check('open_dialog (self, "lock");\nopen_dialog (self, "record-export");\n')[1])


if __name__ == "__main__":
    unittest.main()
