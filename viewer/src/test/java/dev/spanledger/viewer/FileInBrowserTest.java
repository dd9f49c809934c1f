// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lists and the comparison in a file: from disk, without a network, from what is embedded. */
@ExtendWith(WithChromium.class)
class FileInBrowserTest {
  private final Tab tab;
  @TempDir Path directory;

  FileInBrowserTest(Chromium chromium) {
    tab = chromium.tab(new Browser.NewContextOptions().setOffline(true));
  }

  @AfterEach
  void close() {
    tab.close();
  }

  @Test
  void listsItsTracesAndFiltersThem() {
    open(List.of(file(Samples.trace(0), "a"), file(Samples.trace(3), "a")), "#/traces");
    tab.expect("tbody tr").hasCount(2);
    tab.expect("nav a").hasCount(2);
    tab.click(".facet:has-text('error')").expect("tbody tr").hasCount(1);
    tab.press("e").expect("tbody tr").hasCount(2);
    tab.press("s").expect("tbody tr:first-child").containsText("desk 3");
    assertQuiet();
  }

  @Test
  void showsItsSessions() {
    open(List.of(file(Samples.trace(0), "a"), file(Samples.trace(1), "a")), "#/sessions");
    tab.click("text=s-1").expect(".turn").hasCount(2);
    assertThat(tab.text(".sums")).contains("221", "$0.50");
    assertQuiet();
  }

  @Test
  void alignsTwoRunsByTheirArguments() {
    Map<String, Object> a = Samples.trace(1), b = Samples.trace(0);
    open(
        List.of(file(a, "search", "search", "pay"), file(b, "search", "refund", "pay")),
        "#/compare/" + a.get("id") + "/" + b.get("id"));
    tab.expect(".steps tbody tr").hasCount(8);
    assertThat(tab.texts(".steps .what button"))
        .containsExactly(
            "agent",
            "chat",
            "execute_tool search",
            "chat",
            "execute_tool search",
            "execute_tool refund",
            "chat",
            "execute_tool pay");
    assertThat(tab.text("[role=status].muted")).contains("1 only in A · 1 only in B");
    tab.press("n").expect(".pane").containsText("Output");
    assertQuiet();
  }

  @Test
  void joinsTextsThatSpansShare() {
    Map<String, Object> trace = Samples.trace(0);
    Map<String, Object> span = Samples.span(trace, 0, "", "");
    span.put("input", SampleJson.object("$$", List.of(1, 0)));
    span.put("output", SampleJson.object("$", 2));
    span.put("attributes", SampleJson.object("key", "kept"));
    Map<String, Object> file =
        SampleJson.object(
            "skeleton",
            Samples.skeleton(trace),
            "why",
            SampleJson.object("findings", List.of()),
            "stream",
            List.of(
                List.of("t", SampleJson.object("role", "user", "content", "second")),
                List.of("t", SampleJson.object("role", "system", "content", "first")),
                List.of("t", List.of("answer")),
                List.of("s", Samples.spanId(trace, 0), span)));
    open(List.of(file), "#/traces");
    Object joined =
        tab.page()
            .evaluate(
                "async ([t, s]) => { const d = await SL.api.get('/traces/' + t + '/spans/' + s);"
                    + " return [SL.plain(d.input), d.output[0], d.attributes.key]; }",
                List.of(trace.get("id"), Samples.spanId(trace, 0)));
    assertThat(joined).isEqualTo(List.of("system: first\n\nuser: second", "answer", "kept"));
  }

  @Test
  void saysThatItsDataIsDamaged() throws IOException {
    Path file =
        Files.writeString(directory.resolve("t.html"), Page.filed().with(element("H4sIAAAAAAAA")));
    tab.open(file.toUri().toString()).expect(".state[role=alert]").containsText("cannot be read");
    tab.open(Files.writeString(file, Page.filed().with("")).toUri().toString());
    tab.expect(".state[role=alert]").containsText("This file has no data.");
  }

  private void open(List<Object> traces, String hash) {
    String json = SampleJson.text(SampleJson.object("version", 1, "traces", traces));
    try {
      Path file =
          Files.writeString(directory.resolve("t.html"), Page.filed().with(element(packed(json))));
      tab.open(file.toUri() + hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertQuiet() {
    tab.assertQuiet(directory.toUri().toString());
  }

  private static Object file(Map<String, Object> trace, String... tools) {
    Map<String, Object> skeleton = Samples.skeleton(trace, tools);
    List<Object> stream = new ArrayList<>();
    for (int i = 0; i < 1 + 2 * tools.length; i++) {
      stream.add(List.of("s", Samples.spanId(trace, i), Samples.span(trace, i, "in " + i, "out")));
    }
    return SampleJson.object(
        "skeleton", skeleton, "why", SampleJson.object("findings", List.of()), "stream", stream);
  }

  private static String element(String packed) {
    return "<script type=\"application/json\" id=\"data\">" + packed + "</script>";
  }

  private static String packed(String json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
