package dev.onward.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of runs whose inputs and outputs always have the same types and shapes. To create tensors for a small run
 * costs more than the run. There are several sets of tensors; a run owns one of them while it lasts. {@link
 * Session#keep} creates the object, and the session closes it. Thread-safe.
 */
public final class KeptTensors {

    /** The size of a set, in bytes, above which the tensors are not what a run costs. */
    private static final int MAX_BYTES = 1 << 16;

    /** The sets that are kept: one for each run that can make progress at the same time, and some spare ones. */
    private static final int MAX_SETS = 4 * Runtime.getRuntime().availableProcessors();

    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Set<String> textOutputs = new LinkedHashSet<>();
    private final long numbers;
    private final long texts;
    private final AtomicReferenceArray<@Nullable TensorSet> free = new AtomicReferenceArray<>(MAX_SETS);
    private volatile boolean withdrawn;

    private KeptTensors(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        long numbers = 0;
        long texts = 0;
        for (TensorSpec output : outputs) {
            if (output.datatype() == Datatype.BYTES) {
                textOutputs.add(output.name());
                texts += Tensor.size(output.shape());
            } else {
                numbers += Tensor.size(output.shape());
            }
        }
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * @param inputs the inputs of a run
     * @param names of the outputs that the run was asked for
     * @param outputs of that run
     * @return empty if a tensor has a type of which the runtime's Java API cannot create tensors, or no elements, if an
     *     output was asked for twice, or if they are large
     */
    static Optional<KeptTensors> of(
            Map<String, OnnxTensor> inputs, Collection<String> names, OrtSession.Result outputs) {
        List<TensorSpec> inputSpecs = new ArrayList<>();
        inputs.forEach((name, tensor) -> TensorSet.spec(name, tensor).ifPresent(inputSpecs::add));
        List<TensorSpec> outputSpecs = new ArrayList<>();
        names.forEach(name ->
                outputs.get(name).flatMap(value -> TensorSet.spec(name, value)).ifPresent(outputSpecs::add));
        if (inputSpecs.size() < inputs.size()
                || outputSpecs.size() < names.size()
                || new HashSet<>(names).size() < names.size()) {
            return Optional.empty();
        }
        return TensorSet.bytes(inputSpecs) + TensorSet.bytes(outputSpecs) > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new KeptTensors(List.copyOf(inputSpecs), List.copyOf(outputSpecs)));
    }

    /** Checks whether runs with other inputs, asked for other outputs, would have the same tensors. */
    boolean isLike(KeptTensors other) {
        return inputs.equals(other.inputs) && outputs.equals(other.outputs);
    }

    /** Checks whether a run on these inputs that is asked for these outputs can use the tensors. */
    boolean fit(Map<String, Tensor> tensors, List<String> names) {
        if (withdrawn || tensors.size() != inputs.size() || names.size() != outputs.size()) {
            return false;
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (!outputs.get(i).name().equals(names.get(i))) {
                return false;
            }
        }
        for (TensorSpec input : inputs) {
            Tensor tensor = tensors.get(input.name());
            if (tensor == null
                    || tensor.datatype() != input.datatype()
                    || !tensor.shape().equals(input.shape())) {
                return false;
            }
        }
        return true;
    }

    /** In the order of the tensors of a set. */
    List<TensorSpec> inputs() {
        return inputs;
    }

    /** In the order of the tensors of a set. */
    List<TensorSpec> outputs() {
        return outputs;
    }

    /** Announces the outputs of a run. */
    public void expectOutputs(RunPermits permits) {
        permits.expectOutputs(numbers, texts);
    }

    /** Checks whether they can be used: false after {@link #withdraw}. */
    public boolean areUsable() {
        return !withdrawn;
    }

    /** Stops all use, because the outputs of a run turned out to have other shapes. */
    public void withdraw() {
        withdrawn = true;
    }

    /** Copies values into the inputs of a run. */
    @FunctionalInterface
    public interface InputWriter {
        void write(TensorSet tensors) throws OrtException;
    }

    /** Copies values out of the outputs of a run. */
    @FunctionalInterface
    public interface OutputReader<T> {
        /** The returned value must not refer to the tensors, which the next run overwrites. */
        T read(TensorSet tensors);
    }

    <T> T run(OrtSession session, OrtSession.@Nullable RunOptions options, InputWriter writer, OutputReader<T> reader)
            throws OrtException {
        TensorSet tensors = take();
        try {
            writer.write(tensors);
            tensors.run(session, options);
            return reader.read(tensors);
        } finally {
            giveBack(tensors);
        }
    }

    private TensorSet take() throws OrtException {
        for (int i = 0; i < MAX_SETS; i++) {
            TensorSet tensors = free.get(i) == null ? null : free.getAndSet(i, null);
            if (tensors != null) {
                return tensors;
            }
        }
        return new TensorSet(inputs, outputs, textOutputs);
    }

    private void giveBack(TensorSet tensors) {
        tensors.closeTexts();
        for (int i = 0; i < MAX_SETS; i++) {
            if (free.get(i) == null && free.compareAndSet(i, null, tensors)) {
                return;
            }
        }
        tensors.close();
    }

    /** Frees all tensors. No run may be in progress. */
    void close() {
        for (int i = 0; i < MAX_SETS; i++) {
            TensorSet tensors = free.getAndSet(i, null);
            if (tensors != null) {
                tensors.close();
            }
        }
    }
}
