package dev.onward.model.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.onward.model.Model;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** docs/card.schema.json describes the cards that are written, and docs/card.md shows cards that it describes. */
class CardSchemaTest {

    private static final Path FILE = Path.of("docs/card.schema.json");
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final Map<Class<?>, String> TYPES = Map.ofEntries(
            Map.entry(String.class, "string"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"),
            Map.entry(double.class, "number"),
            Map.entry(Double.class, "number"),
            Map.entry(OptionalDouble.class, "number"),
            Map.entry(OptionalInt.class, "integer"),
            Map.entry(OptionalLong.class, "integer"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(Object.class, "number or string or boolean"));

    private static final String ROW = "{\"width\":1.5,\"count\":7,\"genuine\":false,\"colour\":\"red\"}";
    private static final String FULL = """
            {"name": "notes", "title": "Notes", "description": "Tells notes apart.", "version": "2",
             "task": "classification", "labels": [{"name": "0", "title": "genuine"}, {"name": "1", "title": "forged"}],
             "probabilities": false, "values": [{"name": "price", "title": "Price", "unit": "EUR",
             "digits": 0}],
             "features": [{"name": "width", "input": "f0", "type": "number", "title": "Width", "unit": "mm",
               "description": "How wide it is.",
               "observed": {"minimum": -1.5, "maximum": 3, "mean": 0.25, "standardDeviation": 1},
               "step": 0.1, "categories": ["1.5", "2.5"], "optional": true, "fixed": true, "group": "Size",
               "digits": 2}],
             "columns": {"Count ": {"drop": true, "rename": "count", "map": {"one": "1"}}},
             "examples": [{"title": "one", "row": ROW}], "method": "by hand",
             "metrics": [{"name": "accuracy", "value": 0.999, "protocol": "guessed"}],
             "confusion": {"protocol": "guessed", "counts": {"0": {"0": 5}}},
             "data": {"name": "d", "url": "https://d", "license": "CC0", "licenseUrl": "https://cc0",
               "citation": "D. (2026)", "rows": 3, "confidential": true,
               "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
             "notes": ["a note"],
             "golden": {"source": "by hand", "tolerance": 1e-6, "rows": [{"row": ROW, "expected": {"label": "1",
               "probabilities": {"1": 0.75}, "scores": {"0": -1}, "value": -0.5, "values": {"y": 2}}}]},
             "reference": {"version": 1, "rows": 4, "name": "d.csv", "written": "2026-11-22",
               "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
               "features": {"width": {"numbers": {"edges": [0, 0, 2], "counts": [1, 2]}, "categories": {"red": 4},
                 "other": 1, "missing": 1}},
               "answers": [{"name": "1", "count": 3, "scores": {"edges": [0, 1], "counts": [4]},
                 "calibration": {"basis": "cross_validation", "edges": [0, 1], "counts": [4], "predicted": [0.5],
                   "observed": [0.75]},
                 "residuals": {"basis": "held_out", "rows": 4, "levels": [0.5], "quantiles": [0.25]}}],
               "explanations": {"aggregation": 5,
                 "binding": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 "patterns": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 "groups": [{"name": "all", "condition": "label=1", "rows": 4, "counted": 3, "means": [0.5],
                   "products": [0.25], "background": [{"row": ROW, "weight": 4}], "standardErrors": {"1": 0.125},
                   "largestDifference": 0.01}]}}}
            """.replace("ROW", ROW);

    private final String text = read(FILE);
    private final Schema schema = REGISTRY.getSchema(text, InputFormat.JSON);
    private final JsonNode root = JsonMapper.shared().readTree(text);

    @Test
    void isASchema() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(meta.validate(text, InputFormat.JSON)).isEmpty();
    }

    @Test
    void namesTheEntriesOfEveryRecordWithTheirTypes() {
        assertThat(shape(root)).isEqualTo(shape(ModelCard.class));
    }

    @Test
    void hasATitleAndADescriptionForEveryEntry() {
        List<JsonNode> entries = root.findValues("properties").stream()
                .flatMap(JsonNode::valueStream)
                .toList();

        assertThat(entries).hasSizeGreaterThan(60).allSatisfy(entry -> {
            assertThat(entry.path("title").asString("")).isNotBlank();
            assertThat(entry.path("description").asString("")).endsWith(".");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/banknote.card.json", "docs/examples/admission.card.json"})
    void describesTheCardsThatPeopleWrote(Path file) {
        assertThat(faults(read(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "docs/examples/admission.onnx"})
    void describesTheCardsThatTrainingWrote(Path file) throws IOException {
        String card = Guard.read(Files.readAllBytes(file), Optional.empty(), GuardLimits.defaults(), file.toString())
                .metadata(ModelCard.KEY)
                .orElseThrow();

        assertThat(faults(card)).isEmpty();
    }

    @Test
    void describesADraft() {
        try (Model model = Model.open(Path.of("src/test/resources/interop/sklearn-mixed-missing/model.onnx"))) {
            assertThat(faults(model.draftCard().toPrettyJson())).isEmpty();
        }
    }

    @Test
    void describesACardOnWhichNothingIsLeftOut() {
        String card = card(FULL).toJson();

        assertThat(faults(card)).isEmpty();
        assertThat(leftOut("", root, JsonMapper.shared().readTree(card))).isEmpty();
        assertThat(faults(ModelCard.empty().toJson())).isEmpty();
        assertThat(faults(card("{\"labels\":[{\"name\":\"\"},{\"name\":\" \"}],\"values\":[{\"name\":\"\"}]}")
                        .toJson()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void describesTheCardsOfThePage(String json) {
        assertThat(faults(json)).isEmpty();
        assertThat(card(json)).isNotEqualTo(ModelCard.empty());
    }

    static List<String> documented() {
        List<String> examples = EXAMPLE.matcher(read(Path.of("docs/card.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSize(3);
        return examples;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"titles":"x"}                                      |                            | additionalProperties
            {"labels":[{"nam":"0"}]}                            | /labels/0                  | additionalProperties
            {"features":[{"name":"a","categorie":["b"]}]}       | /features/0                | additionalProperties
            {"columns":{"a":{"dropped":true}}}                  | /columns/a                 | additionalProperties
            {"golden":{"tolerance":0,"rows":[{"expect":{"label":"0"},"expected":{"label":"0"}}]}} | /golden/rows/0 | additionalProperties
            {"task":"clustering"}                               | /task                      | enum
            {"features":[{"name":"a","type":"text"}]}           | /features/0/type           | enum
            {"features":[{"title":"x"}]}                        | /features/0                | required
            {"features":[{"name":" "}]}                         | /features/0/name           | pattern
            {"golden":{"tolerance":-1,"rows":[{"expected":{"label":"0"}}]}} | /golden/tolerance | minimum
            {"golden":{"tolerance":0,"rows":[{"row":{}}]}}      | /golden/rows/0             | required
            {"features":[{"name":"a","step":0}]}                | /features/0/step           | exclusiveMinimum
            {"features":[{"name":"a","observed":{"minimum":0,"maximum":2,"mean":1,"standardDeviation":-1}}]} | /features/0/observed/standardDeviation | minimum
            {"features":[{"name":"a","observed":{"minimum":1,"maximum":2}}]} | /features/0/observed | required
            {"features":"x"}                                    | /features                  | type
            {"title":[]}                                        | /title                     | type
            {"probabilities":"maybe"}                           | /probabilities             | type
            {"data":{"rows":"many"}}                            | /data/rows                 | type
            {"metrics":[{"name":"m","value":"good"}]}           | /metrics/0/value           | type
            {"examples":[{"row":{"a":null}}]}                   | /examples/0/row/a          | type
            {"notes":[null]}                                    | /notes/0                   | type
            {"features":[{"name":"a","digits":-1}]}             | /features/0/digits         | minimum
            {"reference":{"rows":1}}                            | /reference                 | required
            {"reference":[]}                                    | /reference                 | type
            {"reference":{"version":1,"rows":1,"row":2}}        | /reference                 | additionalProperties
            {"reference":{"version":1,"rows":1,"features":{"a":{"numbers":{"edges":[1],"counts":[]}}}}} | /reference/features/a/numbers/edges | minItems
            {"reference":{"version":1,"rows":1,"explanations":{"groups":[{"name":"all","rows":1,"counted":1,"background":[{"row":{},"weight":0}]}]}}} | /reference/explanations/groups/0/background/0/weight | minimum
            {"reference":{"version":1,"rows":1,"answers":[{"name":"a","calibration":{"basis":"unknown","edges":[0,1],"counts":[1],"predicted":[1],"observed":[2]}}]}} | /reference/answers/0/calibration/observed/0 | maximum
            {"reference":{"version":1,"rows":1,"answers":[{"name":"a","residuals":{"basis":"unknown","rows":1,"levels":[-1],"quantiles":[1]}}]}} | /reference/answers/0/residuals/levels/0 | minimum
            []                                                  |                            | type
            """)
    void refusesWhatTheReaderRefuses(String json, String where, String keyword) {
        assertThat(faults(json)).anySatisfy(fault -> {
            assertThat(fault.getInstanceLocation().toString()).isEqualTo(where == null ? "" : where);
            assertThat(fault.getKeyword()).isEqualTo(keyword);
        });
        assertThatThrownBy(() -> card(json)).isInstanceOf(ModelException.class);
    }

    private List<Error> faults(String card) {
        return schema.validate(card, InputFormat.JSON);
    }

    private static ModelCard card(String json) {
        return ModelCard.read(json.getBytes(UTF_8), "x.json");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The type of JSON that a record, or an entry of one, is written as; of an object those of its entries. */
    private static Object shape(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            Object last = shape(of[of.length - 1]);
            return generic.getRawType().equals(List.class)
                    ? List.of(last)
                    : generic.getRawType().equals(Map.class) ? Map.of("any name", last) : last;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.equals(ReferenceSection.class)) {
            Map<Object, Object> entries = new HashMap<>((Map<?, ?>) shape(Reference.class));
            entries.put("version", "integer");
            return entries;
        }
        if (plain.isRecord()) {
            return Arrays.stream(plain.getRecordComponents())
                    .collect(Collectors.toMap(RecordComponent::getName, entry -> shape(entry.getGenericType())));
        } else if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList();
        }
        return Objects.requireNonNull(TYPES.get(plain), plain.getName());
    }

    /** The same of a part of the schema. */
    private Object shape(JsonNode part) {
        JsonNode of = resolved(part);
        if (of.has("properties")) {
            assertThat(of.path("additionalProperties")).isEqualTo(JsonNodeFactory.instance.booleanNode(false));
            return of.get("properties")
                    .propertyStream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> shape(entry.getValue())));
        } else if (of.has("additionalProperties")) {
            return Map.of("any name", shape(of.get("additionalProperties")));
        } else if (of.has("items")) {
            return List.of(shape(of.get("items")));
        } else if (of.has("enum")) {
            return of.get("enum").valueStream().map(JsonNode::asString).toList();
        }
        JsonNode type = of.get("type");
        return type.isArray()
                ? type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
                : type.asString();
    }

    /** The entries that the schema has and the card has not. */
    private Stream<String> leftOut(String path, JsonNode part, JsonNode card) {
        JsonNode of = resolved(part);
        if (of.has("properties")) {
            return of.get("properties").propertyStream().flatMap(entry -> {
                String entryPath = path + "/" + entry.getKey();
                return card.has(entry.getKey())
                        ? leftOut(entryPath, entry.getValue(), card.get(entry.getKey()))
                        : Stream.of(entryPath);
            });
        }
        JsonNode items = of.has("items") ? of.get("items") : of.path("additionalProperties");
        return card.valueStream().flatMap(item -> leftOut(path + "/*", items, item));
    }

    private JsonNode resolved(JsonNode part) {
        return part.has("$ref") ? root.at(part.get("$ref").asString().substring(1)) : part;
    }
}
