package dev.onward;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The components of a record, bound to the features of a schema. Immutable. */
final class RecordBinding<T extends Record> {

    private final Cell[] cells;

    private RecordBinding(List<Cell> cells) {
        this.cells = cells.toArray(Cell[]::new);
    }

    /** Adds the value of one component to a row. */
    private interface Cell {

        void add(TableBuilder builder, Object row) throws Throwable;
    }

    /** @throws OnwardException with every misfit */
    static <T extends Record> RecordBinding<T> of(Class<T> type, Schema schema) {
        List<Problem> problems = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        Set<Integer> bound = new HashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            List<Integer> positions = positions(component.getName(), schema);
            if (positions.size() != 1) {
                problems.add(noFeature(component.getName(), positions, schema));
            } else if (!bound.add(positions.get(0))) {
                problems.add(Problem.ofFeature(
                        component.getName(), "expected one component for each feature, got another one"));
            } else {
                int position = positions.get(0);
                problem(component, schema.feature(position)).ifPresentOrElse(problems::add, () -> {
                    cell(component, position, problems).ifPresent(cells::add);
                });
            }
        }
        for (int i = 0; i < schema.size(); i++) {
            Feature feature = schema.feature(i);
            if (!bound.contains(i) && !feature.optional()) {
                problems.add(Problem.ofFeature(
                        feature.name(), "expected a component of type " + types(feature.type()) + ", got none"));
            }
        }
        if (!problems.isEmpty()) {
            throw OnwardException.of("record " + type.getSimpleName() + ", ", problems);
        }
        return new RecordBinding<>(cells);
    }

    /** The features that a component may belong to: the one of its name, or those with the same letters and digits. */
    private static List<Integer> positions(String component, Schema schema) {
        int position = schema.position(component);
        if (position >= 0) {
            return List.of(position);
        }
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            if (lettersAndDigits(schema.feature(i).name()).equals(lettersAndDigits(component))) {
                positions.add(i);
            }
        }
        return positions;
    }

    private static String lettersAndDigits(String name) {
        StringBuilder kept = new StringBuilder();
        name.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
        return kept.toString().toLowerCase(Locale.ROOT);
    }

    private static Problem noFeature(String component, List<Integer> positions, Schema schema) {
        if (positions.isEmpty()) {
            return Problem.ofFeature(component, "expected the name of a feature")
                    .withSuggestion(() -> schema.nearest(component));
        }
        List<String> names = positions.stream()
                .map(position -> schema.feature(position).name())
                .toList();
        return Problem.ofFeature(component, "expected the name of one feature, got that of " + Text.quote(names));
    }

    private static Optional<Problem> problem(RecordComponent component, Feature feature) {
        Class<?> type = MethodType.methodType(component.getType()).wrap().returnType();
        boolean fits =
                switch (feature.type()) {
                    case NUMBER, INTEGER -> Number.class.isAssignableFrom(type);
                    case BOOLEAN -> type == Boolean.class;
                    case STRING -> type == String.class;
                };
        return fits
                ? Optional.empty()
                : Optional.of(Problem.ofFeature(
                        component.getName(),
                        "expected a component of type " + types(feature.type()) + ", got "
                                + component.getType().getSimpleName()));
    }

    private static String types(DataType type) {
        return switch (type) {
            case NUMBER -> "double or another number";
            case INTEGER -> "long or another number";
            case BOOLEAN -> "boolean";
            case STRING -> "String";
        };
    }

    private static Optional<Cell> cell(RecordComponent component, int position, List<Problem> problems) {
        Method accessor = component.getAccessor();
        try {
            accessor.setAccessible(true);
            return Optional.of(cell(MethodHandles.lookup().unreflect(accessor), component.getType(), position));
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            problems.add(Problem.ofFeature(
                    component.getName(),
                    "cannot be read: open the package "
                            + accessor.getDeclaringClass().getPackageName() + " to "
                            + RecordBinding.class.getModule()));
            return Optional.empty();
        }
    }

    /** Primitive values are read without making objects of them. */
    private static Cell cell(MethodHandle accessor, Class<?> type, int position) {
        if (type == double.class) {
            MethodHandle number = accessor.asType(MethodType.methodType(double.class, Object.class));
            return (builder, row) -> builder.number(position, (double) number.invokeExact(row));
        }
        if (type == long.class || type == int.class || type == short.class || type == byte.class) {
            MethodHandle number = accessor.asType(MethodType.methodType(long.class, Object.class));
            return (builder, row) -> builder.number(position, (long) number.invokeExact(row));
        }
        MethodHandle value = accessor.asType(MethodType.methodType(Object.class, Object.class));
        return (builder, row) -> builder.value(position, (Object) value.invokeExact(row));
    }

    /** Adds the cells of a row. */
    void add(TableBuilder builder, T row) {
        for (Cell cell : cells) {
            try {
                cell.add(builder, row);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("an accessor of the record failed", e);
            }
        }
    }
}
