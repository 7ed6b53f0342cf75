package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.onward.runtime.KeptTensors;
import dev.onward.runtime.RunException;
import dev.onward.runtime.Session;
import dev.onward.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a graph on single rows, with the tensors that the first of them left. Thread-safe. */
final class SingleRows {

    private final Session session;
    private final InputTensors inputs;
    private final AtomicBoolean hasRun = new AtomicBoolean();
    private volatile Optional<Kept> kept = Optional.empty();

    SingleRows(Session session, InputTensors inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    /** The kept tensors for a run that is asked for these outputs. */
    Optional<Kept> kept(Set<String> names) {
        return kept.filter(found -> found.fits(names));
    }

    /**
     * Keeps the tensors of the first run on new ones for the runs after it. Has no effect for later runs.
     *
     * @param inputTensors of that run
     * @param outputs to which its outputs were added
     */
    void keep(Map<String, OnnxTensor> inputTensors, OrtSession.Result result, TableOutputs outputs) {
        if (hasRun.compareAndSet(false, true)) {
            kept = session.keep(inputTensors, outputs.names(), result)
                    .map(tensors -> new Kept(tensors, outputs.names(), outputs.emptyBuffers()));
        }
    }

    /** Tensors for one row. The session closes them. */
    final class Kept {

        private final KeptTensors tensors;
        private final Set<String> names;
        private final List<OutputBuffer> empty;

        /**
         * @param names of the outputs
         * @param empty a buffer without rows for each of them
         */
        private Kept(KeptTensors tensors, Set<String> names, List<OutputBuffer> empty) {
            this.tensors = tensors;
            this.names = names;
            this.empty = empty;
        }

        private boolean fits(Set<String> requested) {
            return tensors.areUsable() && names.equals(requested);
        }

        /**
         * Runs the graph on a row and adds its outputs.
         *
         * @return false if the run failed; a run on new tensors shows whether the row is the reason
         */
        boolean run(Table table, int row, TableOutputs outputs) {
            try {
                session.run(tensors, set -> inputs.fill(set, table, row), set -> {
                    outputs.add(set, empty);
                    return outputs;
                });
                return true;
            } catch (RunException e) {
                return false;
            }
        }

        /** Stops all use, because a run on new tensors succeeded where one on these failed. */
        void withdraw() {
            tensors.withdraw();
        }
    }
}
