package dev.onward;

import java.util.List;

/**
 * Asks a model for records, whose components were bound to its features once: see {@link Onward#asker}. Safe for use by
 * any number of threads, as long as the model is open.
 *
 * @param <T> the type of the rows
 */
public final class Asker<T extends Record> {

    private final Onward onward;
    private final RecordBinding<T> binding;

    Asker(Onward onward, RecordBinding<T> binding) {
        this.onward = onward;
        this.binding = binding;
    }

    /**
     * Predicts one row.
     *
     * @throws OnwardException with every value that does not fit, or if the model is closed or fails
     */
    public Answer ask(T row) {
        return onward.ask(builder -> binding.add(builder, row));
    }

    /**
     * Predicts many rows, which is much faster than one by one. All or nothing: one invalid row is an exception.
     *
     * @return an answer for each row, in their order. They share memory: each keeps all of them.
     * @throws OnwardException as {@link #ask} does, with the numbers of the rows, from 1
     */
    public List<Answer> askAll(List<? extends T> rows) {
        return onward.askAll(rows, binding::add);
    }
}
