package dev.onward.model.card;

import dev.onward.model.card.ModelCard.Confusion;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.DataType;
import dev.onward.table.TrainingStatistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads cards as {@link CardJson} writes them, without reflection. The start of the application spends a fraction of the
 * time on it that it takes to load and prepare Jackson's databind. Anything unusual is left to {@link CardJson}, which
 * reads the same entries: nulls, other types, unknown entries, and all errors.
 */
final class CardParser {

    private CardParser() {}

    /** Ends the reading of a card that is left to {@link CardJson}. */
    private static final class UnusualException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusualException() {
            super("unusual", null, false, false);
        }
    }

    /** The card; empty if it is left to {@link CardJson}. */
    static Optional<ModelCard> parse(JsonFactory factory, byte[] json) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            Object tree = tree(parser);
            return parser.nextToken() == null ? Optional.of(object(tree, CardParser::card)) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException | UnusualException e) {
            return Optional.empty();
        }
    }

    /** The current value, with the numbers that databind gives: integers as small as possible, and decimals. */
    private static Object tree(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    json.nextToken();
                    object.put(name, tree(json));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(tree(json));
                }
                yield array;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(json);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new UnusualException();
        };
    }

    /** A decimal, which has no negative zero. */
    private static BigDecimal decimal(JsonParser json) {
        BigDecimal decimal = json.getDecimalValue();
        if (decimal.signum() == 0 && json.getString().startsWith("-")) {
            throw new UnusualException();
        }
        return decimal;
    }

    private static ModelCard card(Entries card) {
        return ModelCard.builder()
                .name(card.text("name"))
                .title(card.text("title"))
                .description(card.text("description"))
                .version(card.text("version"))
                .task(card.get("task").map(task -> constant(task, Task.values())))
                .labels(card.list("labels", CardParser::label))
                .probabilities(card.bool("probabilities"))
                .values(card.list("values", CardParser::value))
                .features(card.list("features", CardParser::feature))
                .columns(card.map("columns", column -> object(column, CardParser::column)))
                .examples(card.list("examples", CardParser::example))
                .method(card.text("method"))
                .metrics(card.list("metrics", CardParser::metric))
                .confusion(card.get("confusion").map(confusion -> object(confusion, CardParser::confusion)))
                .data(card.get("data").map(data -> object(data, CardParser::data)))
                .notes(card.texts("notes"))
                .golden(card.get("golden").map(golden -> object(golden, CardParser::golden)))
                .build();
    }

    private static Label label(Entries label) {
        return new Label(label.text("name").orElse(""), label.text("title").orElse(""));
    }

    private static Value value(Entries value) {
        return new Value(value.text("name").orElse(""), value.text("title").orElse(""), value.text("unit"));
    }

    private static FeatureCard feature(Entries feature) {
        return FeatureCard.builder(feature.text("name").orElse(""))
                .input(feature.text("input"))
                .type(feature.get("type").map(type -> constant(type, DataType.values())))
                .title(feature.text("title").orElse(""))
                .unit(feature.text("unit"))
                .description(feature.text("description"))
                .observed(feature.get("observed").map(observed -> object(observed, CardParser::statistics)))
                .step(feature.optionalNumber("step"))
                .categories(feature.texts("categories"))
                .optional(feature.bool("optional"))
                .build();
    }

    private static TrainingStatistics statistics(Entries observed) {
        return new TrainingStatistics(
                observed.number("minimum"),
                observed.number("maximum"),
                observed.number("mean"),
                observed.number("standardDeviation"));
    }

    private static ColumnCard column(Entries column) {
        return new ColumnCard(
                column.bool("drop").orElse(false), column.text("rename"), column.map("map", CardParser::text));
    }

    private static Example example(Entries example) {
        return new Example(example.text("title").orElse(""), example.map("row", CardParser::cell));
    }

    private static Metric metric(Entries metric) {
        return new Metric(metric.text("name").orElse(""), metric.number("value"), metric.text("protocol"));
    }

    private static Confusion confusion(Entries confusion) {
        return new Confusion(
                confusion.text("protocol"),
                confusion.map("counts", row -> new Entries(row).map(CardParser::count)));
    }

    private static DataSource data(Entries data) {
        return DataSource.builder()
                .name(data.text("name"))
                .url(data.text("url"))
                .license(data.text("license"))
                .licenseUrl(data.text("licenseUrl"))
                .citation(data.text("citation"))
                .rows(data.get("rows").map(rows -> OptionalLong.of(count(rows))).orElseGet(OptionalLong::empty))
                .sha256(data.text("sha256"))
                .confidential(data.bool("confidential").orElse(false))
                .build();
    }

    private static Golden golden(Entries golden) {
        return new Golden(
                golden.text("source"), golden.number("tolerance"), golden.list("rows", CardParser::goldenRow));
    }

    private static GoldenRow goldenRow(Entries row) {
        return new GoldenRow(
                row.map("row", CardParser::cell), object(row.required("expected"), CardParser::expected));
    }

    private static Expected expected(Entries expected) {
        return Expected.builder()
                .label(expected.text("label"))
                .probabilities(expected.map("probabilities", CardParser::number))
                .scores(expected.map("scores", CardParser::number))
                .value(expected.optionalNumber("value"))
                .values(expected.map("values", CardParser::number))
                .build();
    }

    private static <T> T object(Object tree, Function<Entries, T> reader) {
        Entries entries = new Entries(tree);
        T object = reader.apply(entries);
        entries.expectEnd();
        return object;
    }

    private static String text(Object tree) {
        return as(String.class, tree);
    }

    private static Double number(Object tree) {
        return as(Number.class, tree).doubleValue();
    }

    private static Long count(Object tree) {
        if (tree instanceof Integer || tree instanceof Long) {
            return ((Number) tree).longValue();
        }
        throw new UnusualException();
    }

    /** The value of a row, which may be a string, a number or a boolean. */
    private static Object cell(Object tree) {
        if (tree instanceof Map || tree instanceof List) {
            throw new UnusualException();
        }
        return tree;
    }

    private static <T extends Enum<T>> T constant(Object tree, T[] constants) {
        String name = text(tree);
        for (T constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return constant;
            }
        }
        throw new UnusualException();
    }

    private static <T> T as(Class<T> type, Object tree) {
        if (!type.isInstance(tree)) {
            throw new UnusualException();
        }
        return type.cast(tree);
    }

    /** The entries of an object that have not been read yet. */
    private static final class Entries {

        private final Map<String, Object> remaining = new LinkedHashMap<>();

        Entries(Object tree) {
            Map<?, ?> entries = as(Map.class, tree);
            entries.forEach((name, value) -> remaining.put((String) name, value));
        }

        void expectEnd() {
            if (!remaining.isEmpty()) {
                throw new UnusualException();
            }
        }

        Optional<Object> get(String name) {
            return Optional.ofNullable(remaining.remove(name));
        }

        Object required(String name) {
            return get(name).orElseThrow(UnusualException::new);
        }

        Optional<String> text(String name) {
            return get(name).map(CardParser::text);
        }

        Optional<Boolean> bool(String name) {
            return get(name).map(value -> as(Boolean.class, value));
        }

        double number(String name) {
            return CardParser.number(required(name));
        }

        OptionalDouble optionalNumber(String name) {
            return remaining.containsKey(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
        }

        List<String> texts(String name) {
            return elements(name, CardParser::text);
        }

        <T> List<T> list(String name, Function<Entries, T> reader) {
            return elements(name, element -> object(element, reader));
        }

        private <T> List<T> elements(String name, Function<Object, T> reader) {
            List<T> list = new ArrayList<>();
            for (Object element : get(name).map(tree -> as(List.class, tree)).orElseGet(List::of)) {
                list.add(reader.apply(element));
            }
            return list;
        }

        <T> Map<String, T> map(String name, Function<Object, T> reader) {
            return get(name).map(tree -> new Entries(tree).map(reader)).orElseGet(Map::of);
        }

        /** All entries, in their order. */
        <T> Map<String, T> map(Function<Object, T> reader) {
            Map<String, T> map = new LinkedHashMap<>();
            remaining.forEach((name, value) -> map.put(name, reader.apply(value)));
            return map;
        }
    }
}
