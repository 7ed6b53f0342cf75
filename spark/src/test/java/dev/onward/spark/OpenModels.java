package dev.onward.spark;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Counts the open banknote models of an executor. Finds the classes of the jar by their names, because Spark loads the
 * jar in another class loader than these tests.
 */
final class OpenModels implements FlatMapFunction<Iterator<Integer>, Integer> {

    @Override
    public Iterator<Integer> call(Iterator<Integer> ignored) throws ReflectiveOperationException {
        Class<?> type = Class.forName(
                "dev.onward.spark.OpenModel", true, Thread.currentThread().getContextClassLoader());
        Field models = type.getDeclaredField("MODELS");
        models.setAccessible(true);
        Method model = type.getDeclaredMethod("model");
        model.setAccessible(true);
        int count = 0;
        for (Object open : ((Map<?, ?>) models.get(null)).values()) {
            Object opened = model.invoke(open);
            Object name = opened.getClass().getMethod("name").invoke(opened);
            count += name.equals("banknote") ? 1 : 0;
        }
        return Collections.singleton(count).iterator();
    }
}
