package dev.onward.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cases of the suite, which are data: src/test/resources/conformance/cases.json. */
final class Cases {

    private static final Path FILE = Path.of("src/test/resources/conformance/cases.json");
    private static final JsonMapper JSON = new JsonMapper();

    private Cases() {}

    static List<Case> read(Models models) {
        try {
            String text = Files.readString(FILE)
                    .replace("{numbers}", models.numbers())
                    .replace("{columns}", models.columns());
            List<Case> cases = new ArrayList<>();
            for (JsonNode group : JSON.readTree(text)) {
                for (JsonNode one : group.get("cases")) {
                    cases.add(read(group, one));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(JsonNode group, JsonNode one) {
        return new Case(
                group.get("group").asString(),
                one.get("name").asString(),
                Level.valueOf(one.get("level").asString().toUpperCase(Locale.ROOT)),
                one.get("source").asString(),
                group.path("extension").asString(""),
                one.get("request"),
                one.get("expect"));
    }
}
