package dev.onward.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of one run at a time. The inputs, and the outputs except text, are in one direct buffer that the runtime
 * reads and writes in place. Created and closed by {@link KeptTensors}. Not thread-safe.
 */
public final class TensorSet {

    /** The alignment of tensors in bytes, which is that of the runtime's own. */
    private static final int ALIGNMENT = 64;

    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Set<String> textOutputs;
    private final ByteBuffer[] inputBytes;
    private final ByteBuffer[] outputBytes;
    private final String[][] outputTexts;
    private final Map<String, OnnxTensor> inputTensors = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();

    /** @param textOutputs the names of the outputs of text, which the runtime creates */
    TensorSet(List<TensorSpec> inputs, List<TensorSpec> outputs, Set<String> textOutputs) throws OrtException {
        this.inputs = inputs;
        this.outputs = outputs;
        this.textOutputs = textOutputs;
        this.inputBytes = new ByteBuffer[inputs.size()];
        this.outputBytes = new ByteBuffer[outputs.size()];
        this.outputTexts = new String[outputs.size()][];
        int bytes = Math.toIntExact(bytes(inputs) + bytes(outputs));
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT).alignedSlice(ALIGNMENT);
        int at = create(memory, 0, inputs, inputBytes, inputTensors);
        create(memory, at, outputs, outputBytes, pinned);
    }

    /**
     * The name, type and shape of a tensor.
     *
     * @return empty if the runtime's Java API cannot create such tensors, or it has no elements
     */
    static Optional<TensorSpec> spec(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            return Optional.empty();
        }
        List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
        return Datatype.of(tensor.getInfo())
                .filter(type -> type.isSupportedAsInput() && tensor.getInfo().getNumElements() > 0)
                .map(type -> new TensorSpec(name, type, shape, List.of()));
    }

    /** The bytes that tensors take in the buffer of a set. */
    static long bytes(List<TensorSpec> specs) {
        return specs.stream().mapToLong(TensorSet::aligned).sum();
    }

    private static long aligned(TensorSpec spec) {
        long length = Tensor.size(spec.shape()) * spec.datatype().bytes();
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static int create(
            ByteBuffer memory, int from, List<TensorSpec> specs, ByteBuffer[] slices, Map<String, OnnxTensor> tensors)
            throws OrtException {
        int at = from;
        for (int i = 0; i < slices.length; i++) {
            TensorSpec spec = specs.get(i);
            int length = (int) Tensor.size(spec.shape()) * spec.datatype().bytes();
            slices[i] = memory.slice(at, length).order(ByteOrder.nativeOrder());
            at += (int) aligned(spec);
            if (spec.datatype() != Datatype.BYTES) {
                OnnxTensor tensor = OnnxTensor.createTensor(
                        Session.environment(),
                        slices[i],
                        shape(spec),
                        spec.datatype().runtimeType());
                tensors.put(spec.name(), tensor);
            }
        }
        return at;
    }

    private static long[] shape(TensorSpec spec) {
        return spec.shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** The bytes of an input, in native order, for absolute access; none for text. */
    public ByteBuffer input(int position) {
        return inputBytes[position];
    }

    /** Sets an input of text, row-major. */
    public void setInput(int position, String[] values) throws OrtException {
        TensorSpec spec = inputs.get(position);
        inputTensors.put(spec.name(), OnnxTensor.createTensor(Session.environment(), values, shape(spec)));
    }

    /** The bytes of an output, in native order, for absolute access; none for text. */
    public ByteBuffer output(int position) {
        return outputBytes[position];
    }

    /** An output of text, row-major. */
    public String[] outputTexts(int position) {
        return outputTexts[position];
    }

    /** Runs the graph. The session must be open. */
    void run(OrtSession session, OrtSession.@Nullable RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(inputTensors, textOutputs, pinned, options)) {
            for (int i = 0; !textOutputs.isEmpty() && i < outputTexts.length; i++) {
                TensorSpec spec = outputs.get(i);
                if (spec.datatype() == Datatype.BYTES) {
                    OnnxTensor tensor = (OnnxTensor) result.get(spec.name()).orElseThrow();
                    TensorInfo info = tensor.getInfo();
                    if (info.type != OnnxJavaType.STRING || !Arrays.equals(info.getShape(), shape(spec))) {
                        throw new OrtException("expected " + spec + ", got " + info);
                    }
                    outputTexts[i] = Session.texts(tensor);
                }
            }
        }
    }

    /** Frees the inputs of text, which are new for each run. */
    void closeTexts() {
        for (TensorSpec spec : inputs) {
            if (spec.datatype() == Datatype.BYTES) {
                OnnxTensor tensor = inputTensors.remove(spec.name());
                if (tensor != null) {
                    tensor.close();
                }
            }
        }
    }

    /** Frees all tensors. */
    void close() {
        inputTensors.values().forEach(OnnxTensor::close);
        pinned.values().forEach(OnnxTensor::close);
    }
}
