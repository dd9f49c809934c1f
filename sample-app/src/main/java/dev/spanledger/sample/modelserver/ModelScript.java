// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scripted model says: rules that look at what the user said last and at how many rounds
 * of tools have run since. The script is a JSON resource; see {@code model-script.json}.
 */
public final class ModelScript {
  private static final Step FALLBACK =
      new Step("I can help with orders, parcels, addresses and refunds.", null, null);

  private final List<Rule> rules;

  private ModelScript(List<Rule> rules) {
    this.rules = rules;
  }

  /** The script of the sample's support conversations. */
  public static ModelScript support() {
    try (InputStream in = ModelScript.class.getResourceAsStream("/model-script.json")) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a script: an array of {@code {"when": text, "steps": [...]}}. The first rule whose {@code
   * when} is part of the user's last message (in any case) applies; its n-th step answers after n
   * rounds of tools. A step says, calls tools, or fails first.
   *
   * @throws IOException where the stream cannot be read or is not such a script
   */
  public static ModelScript read(InputStream json) throws IOException {
    return new ModelScript(Json.MAPPER.readValue(json, new TypeReference<>() {}));
  }

  Step decide(ChatRequest request) {
    String said = request.lastUserText().toLowerCase(Locale.ROOT);
    return rules.stream()
        .filter(rule -> said.contains(rule.when().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(rule -> rule.step(request.toolRounds()))
        .filter(step -> step.fits(request))
        .orElse(FALLBACK);
  }

  record Rule(String when, List<Step> steps) {
    Step step(int round) {
      return steps.get(Math.min(round, steps.size() - 1));
    }
  }

  /**
   * One answer of the model.
   *
   * @param say the text to say, a {@link Template} of tool results
   * @param call the tools to call, all in one message
   * @param fail the HTTP statuses that attempts get before the answer; they repeat
   */
  record Step(@Nullable String say, @Nullable List<Call> call, @Nullable List<Integer> fail) {
    boolean fits(ChatRequest request) {
      return calls().stream().allMatch(call -> request.offersTool(call.tool()));
    }

    List<Call> calls() {
      return call == null ? List.of() : call;
    }

    List<Integer> failures() {
      return fail == null ? List.of() : fail;
    }

    boolean answers() {
      return say != null || call != null;
    }

    String text(Map<String, String> toolResults) {
      return Template.fill(say == null ? "" : say, toolResults);
    }
  }

  record Call(String tool, JsonNode arguments) {}
}
