// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Pattern ELEMENT =
      Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);

  private final Page served = Page.served();
  private final Page filed = Page.filed();

  @Test
  void holdsEveryFileInItsOrder() {
    String html = served.with("");
    assertThat(elements(html)).hasSameSizeAs(Page.names());
    assertThat(html).doesNotContain("<!--").startsWithIgnoringCase("<!DOCTYPE html>");
  }

  @Test
  void asksForNothingByAnAddress() {
    String markup = ELEMENT.matcher(served.with("")).replaceAll("").replace("href=\"data:,\"", "");
    assertThat(markup).doesNotContain(" src=", " href=", "://");
  }

  @Test
  void letsTheBrowserRunWhatIsInItByHash() {
    for (Page page : List.of(served, filed)) {
      for (MatchResult element : elements(page.with(""))) {
        String hash = ContentPolicy.of(List.of(), List.of(element.group(2)), true);
        assertThat(page.policy()).contains(hash.replaceAll(".*('sha256-[^']+').*", "$1"));
      }
      assertThat(page.policy())
          .startsWith("default-src 'none'; ")
          .contains("base-uri 'none'", "form-action 'none'", "img-src data:")
          .doesNotContain("unsafe");
    }
  }

  @Test
  void knowsTheHashOfAScript() {
    assertThat(ContentPolicy.of(List.of(), List.of("alert(1)"), false))
        .contains("script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; ")
        .contains("style-src 'none'");
  }

  @Test
  void asksItsServerWhereThereIsOne() {
    assertThat(served.policy()).contains("connect-src 'self'", "frame-ancestors 'none'");
    assertThat(served.with("")).doesNotContain("Content-Security-Policy");
  }

  @Test
  void asksNobodyAsAFile() {
    assertThat(filed.policy()).doesNotContain("connect-src");
    assertThat(filed.with(""))
        .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + filed.policy());
  }

  @Test
  void takesDataBeforeTheScriptsThatReadIt() {
    String html = filed.with("<script type=\"application/json\" id=\"data\">x</script>");
    assertThat(html.indexOf("id=\"data\"")).isPositive().isLessThan(html.indexOf("<script>"));
  }

  private static List<MatchResult> elements(String html) {
    return ELEMENT.matcher(html).results().toList();
  }
}
