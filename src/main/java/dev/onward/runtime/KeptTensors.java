package dev.onward.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of runs whose inputs and outputs always have the same types and shapes. To create tensors for a small run
 * costs more than the run. The inputs, and the outputs except text, are kept in direct buffers that the runtime reads
 * and writes in place. There are several such sets of tensors; a run owns one of them while it lasts. {@link
 * Session#keep} creates the object, and the session closes it.
 */
public final class KeptTensors {

    /** The size of a set, in bytes, above which the tensors are not what a run costs. */
    private static final int MAX_BYTES = 1 << 16;

    /** The alignment of tensors in bytes, which is that of the runtime's own. */
    private static final int ALIGNMENT = 64;

    /** The sets that are kept: one for each run that can make progress at the same time, and some spare ones. */
    private static final int MAX_SETS = 4 * Runtime.getRuntime().availableProcessors();

    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Set<String> textOutputs = new LinkedHashSet<>();
    private final int bytes;
    private final long numbers;
    private final long texts;
    private final AtomicReferenceArray<@Nullable TensorSet> free = new AtomicReferenceArray<>(MAX_SETS);
    private volatile boolean withdrawn;

    private KeptTensors(List<TensorSpec> inputs, List<TensorSpec> outputs, int bytes) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.bytes = bytes;
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
        inputs.forEach((name, tensor) -> spec(name, tensor).ifPresent(inputSpecs::add));
        List<TensorSpec> outputSpecs = new ArrayList<>();
        names.forEach(
                name -> outputs.get(name).flatMap(value -> spec(name, value)).ifPresent(outputSpecs::add));
        if (inputSpecs.size() < inputs.size()
                || outputSpecs.size() < names.size()
                || new HashSet<>(names).size() < names.size()) {
            return Optional.empty();
        }
        long bytes = bytes(inputSpecs) + bytes(outputSpecs);
        return bytes > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new KeptTensors(List.copyOf(inputSpecs), List.copyOf(outputSpecs), (int) bytes));
    }

    private static Optional<TensorSpec> spec(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            return Optional.empty();
        }
        List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
        return Datatype.of(tensor.getInfo())
                .filter(type -> type.isSupportedAsInput() && tensor.getInfo().getNumElements() > 0)
                .map(type -> new TensorSpec(name, type, shape, List.of()));
    }

    private static long bytes(List<TensorSpec> specs) {
        return specs.stream().mapToLong(KeptTensors::aligned).sum();
    }

    private static long aligned(TensorSpec spec) {
        long length = Tensor.size(spec.shape()) * spec.datatype().bytes();
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
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
        return new TensorSet();
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

    /** The tensors of one run. */
    public final class TensorSet {

        private final ByteBuffer[] inputBytes = new ByteBuffer[inputs.size()];
        private final ByteBuffer[] outputBytes = new ByteBuffer[outputs.size()];
        private final String[][] outputTexts = new String[outputs.size()][];
        private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
        private final Map<String, OnnxTensor> pinned = new HashMap<>();

        private TensorSet() throws OrtException {
            ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
            int at = create(memory, 0, inputs, inputBytes, inputTensors);
            create(memory, at, outputs, outputBytes, pinned);
        }

        private static int create(
                ByteBuffer memory,
                int from,
                List<TensorSpec> specs,
                ByteBuffer[] slices,
                Map<String, OnnxTensor> tensors)
                throws OrtException {
            int at = from;
            for (int i = 0; i < slices.length; i++) {
                TensorSpec spec = specs.get(i);
                int length = (int) Tensor.size(spec.shape()) * spec.datatype().bytes();
                slices[i] = memory.slice(at, length).order(ByteOrder.nativeOrder());
                at += (int) aligned(spec);
                if (spec.datatype() != Datatype.BYTES) {
                    long[] shape =
                            spec.shape().stream().mapToLong(Long::longValue).toArray();
                    OnnxTensor tensor = OnnxTensor.createTensor(
                            Session.environment(),
                            slices[i],
                            shape,
                            spec.datatype().runtimeType());
                    tensors.put(spec.name(), tensor);
                }
            }
            return at;
        }

        /** The bytes of an input, in native order, for absolute access; none for text. */
        public ByteBuffer input(int position) {
            return inputBytes[position];
        }

        /** Sets an input of text, row-major. */
        public void setInput(int position, String[] values) throws OrtException {
            TensorSpec spec = inputs.get(position);
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            inputTensors.put(spec.name(), OnnxTensor.createTensor(Session.environment(), values, shape));
        }

        /** The bytes of an output, in native order, for absolute access; none for text. */
        public ByteBuffer output(int position) {
            return outputBytes[position];
        }

        /** An output of text, row-major. */
        public String[] outputTexts(int position) {
            return outputTexts[position];
        }

        private void run(OrtSession session, OrtSession.@Nullable RunOptions options) throws OrtException {
            try (OrtSession.Result result = session.run(inputTensors, textOutputs, pinned, options)) {
                for (int i = 0; !textOutputs.isEmpty() && i < outputTexts.length; i++) {
                    TensorSpec spec = outputs.get(i);
                    if (spec.datatype() == Datatype.BYTES) {
                        OnnxTensor tensor = (OnnxTensor) result.get(spec.name()).orElseThrow();
                        if (!spec(spec.name(), tensor).equals(Optional.of(spec))) {
                            throw new OrtException("expected " + spec + ", got " + tensor.getInfo());
                        }
                        outputTexts[i] = Session.texts(tensor);
                    }
                }
            }
        }

        /** Frees the inputs of text, which are new for each run. */
        private void closeTexts() {
            for (TensorSpec spec : inputs) {
                if (spec.datatype() == Datatype.BYTES) {
                    OnnxTensor tensor = inputTensors.remove(spec.name());
                    if (tensor != null) {
                        tensor.close();
                    }
                }
            }
        }

        private void close() {
            inputTensors.values().forEach(OnnxTensor::close);
            pinned.values().forEach(OnnxTensor::close);
        }
    }
}
