package dev.onward.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs a graph on tensors without a table. Inputs and outputs are copied once. */
public final class TensorRun {

    private static final Logger LOG = System.getLogger(TensorRun.class.getName());

    private TensorRun() {}

    /**
     * Runs the graph once.
     *
     * @param permits from which the run takes one
     * @param inputs by name, each of a type and shape that the graph accepts
     * @return the named outputs, in their order
     * @throws InvalidTensorException if the graph fails on these inputs
     * @throws IllegalStateException if the session is closed, or a graph with loops exceeded its time or memory
     */
    public static Map<String, Tensor> run(
            Session session, RunPermits permits, Map<String, Tensor> inputs, List<String> outputs) {
        return run(session, permits, inputs, outputs, 1);
    }

    /** @param parts the number of such runs that the inputs of the request are divided into */
    private static Map<String, Tensor> run(
            Session session, RunPermits permits, Map<String, Tensor> inputs, List<String> outputs, int parts) {
        RunPermits.Permit permit = permits.acquire(rows(inputs));
        try (permit) {
            Optional<KeptTensors> kept = parts == 1 ? session.kept(inputs, outputs) : Optional.empty();
            Optional<Map<String, Tensor>> result = kept.flatMap(tensors -> run(session, permits, inputs, tensors));
            if (result.isPresent()) {
                return result.get();
            }
            Map<String, Tensor> copied = runOnce(session, permits, inputs, outputs, parts);
            kept.ifPresent(KeptTensors::withdraw);
            return copied;
        } catch (RunException | OrtException e) {
            // The sender learns of it in the response, and could fill the log with it.
            LOG.log(Level.DEBUG, String.valueOf(e.getMessage()));
            throw new InvalidTensorException("the model cannot process this input; check its shapes and values");
        }
    }

    /**
     * Runs the graph on a part of the rows at a time. In one run if the inputs or the outputs turn out not to have the
     * same number of rows.
     *
     * @param maxRows number of rows of a run
     * @throws InvalidTensorException as {@link #run} does
     * @throws IllegalStateException as {@link #run} does
     */
    public static Map<String, Tensor> runByRows(
            Session session, RunPermits permits, Map<String, Tensor> inputs, List<String> outputs, int maxRows) {
        int rows = rows(inputs);
        if (rows <= maxRows) {
            return run(session, permits, inputs, outputs);
        }
        int parts = (rows + maxRows - 1) / maxRows;
        Map<String, TensorRows> collected = new LinkedHashMap<>();
        for (int from = 0; from < rows; from += maxRows) {
            int first = from;
            int count = Math.min(maxRows, rows - from);
            Map<String, Tensor> part = new LinkedHashMap<>();
            inputs.forEach((name, tensor) -> part.put(name, tensor.rows(first, count)));
            for (Map.Entry<String, Tensor> output :
                    run(session, permits, part, outputs, parts).entrySet()) {
                Tensor tensor = output.getValue();
                TensorRows all = collected.computeIfAbsent(output.getKey(), name -> TensorRows.like(tensor, rows));
                if (!all.add(tensor, count)) {
                    return run(session, permits, inputs, outputs);
                }
            }
        }
        Map<String, Tensor> complete = new LinkedHashMap<>();
        collected.forEach((name, tensor) -> complete.put(name, tensor.complete()));
        return complete;
    }

    /** Runs the graph on new tensors. Those of a single row are kept for the next. */
    private static Map<String, Tensor> runOnce(
            Session session, RunPermits permits, Map<String, Tensor> inputs, List<String> outputs, int parts)
            throws OrtException {
        try (InputBuffer buffer = InputBuffer.take(bytes(inputs))) {
            Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
            try {
                for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                    tensors.put(input.getKey(), tensor(input.getValue(), buffer));
                }
                return session.run(tensors, new LinkedHashSet<>(outputs), result -> {
                    expectOutputs(permits, result, parts);
                    Map<String, Tensor> copies = copy(result, outputs);
                    if (parts == 1 && rows(inputs) == 1) {
                        session.keep(tensors, outputs, result);
                    }
                    return copies;
                });
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        }
    }

    /**
     * Runs the graph on kept tensors.
     *
     * @return empty if the run failed; a run on new tensors shows whether the inputs are the reason
     */
    private static Optional<Map<String, Tensor>> run(
            Session session, RunPermits permits, Map<String, Tensor> inputs, KeptTensors kept) {
        try {
            return Optional.of(session.run(kept, tensors -> write(inputs, kept, tensors), tensors -> {
                kept.expectOutputs(permits);
                return read(kept, tensors);
            }));
        } catch (RunException e) {
            return Optional.empty();
        }
    }

    private static void write(Map<String, Tensor> inputs, KeptTensors kept, TensorSet tensors) throws OrtException {
        List<TensorSpec> specs = kept.inputs();
        for (int i = 0; i < specs.size(); i++) {
            Tensor tensor = Objects.requireNonNull(inputs.get(specs.get(i).name()));
            if (tensor.datatype() == Datatype.BYTES) {
                tensors.setInput(i, tensor.texts());
            } else {
                ByteBuffer bytes = tensor.bytes();
                tensors.input(i).put(0, bytes, 0, bytes.limit());
            }
        }
    }

    private static Map<String, Tensor> read(KeptTensors kept, TensorSet tensors) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        for (int i = 0; i < kept.outputs().size(); i++) {
            TensorSpec spec = kept.outputs().get(i);
            if (spec.datatype() == Datatype.BYTES) {
                copies.put(spec.name(), Tensor.of(spec.shape(), tensors.outputTexts(i)));
            } else {
                ByteBuffer bytes = tensors.output(i);
                ByteBuffer copy = ByteBuffer.allocate(bytes.capacity()).put(0, bytes, 0, bytes.capacity());
                copies.put(spec.name(), Tensor.of(spec.datatype(), spec.shape(), copy));
            }
        }
        return copies;
    }

    /** The number of rows of each input; 0 if the numbers differ. */
    private static int rows(Map<String, Tensor> inputs) {
        long rows = -1;
        for (Tensor tensor : inputs.values()) {
            long found = tensor.shape().isEmpty() ? 0 : tensor.shape().get(0);
            if (rows >= 0 && found != rows) {
                return 0;
            }
            rows = found;
        }
        return Math.toIntExact(Math.max(0, rows));
    }

    private static int bytes(Map<String, Tensor> inputs) {
        int bytes = 0;
        for (Tensor tensor : inputs.values()) {
            bytes = Math.addExact(bytes, InputBuffer.aligned(tensor.bytes().limit()));
        }
        return bytes;
    }

    private static OnnxTensor tensor(Tensor tensor, InputBuffer buffer) throws OrtException {
        if (tensor.datatype() == Datatype.BYTES) {
            return OnnxTensor.createTensor(Session.environment(), tensor.texts(), tensor.dimensions());
        }
        ByteBuffer bytes = tensor.bytes();
        return OnnxTensor.createTensor(
                Session.environment(),
                buffer.slice(bytes.limit()).put(bytes).rewind(),
                tensor.dimensions(),
                tensor.datatype().runtimeType());
    }

    private static void expectOutputs(RunPermits permits, OrtSession.Result result, int parts) {
        long numbers = 0;
        long texts = 0;
        for (Map.Entry<String, OnnxValue> output : result) {
            TensorInfo info = ((OnnxTensor) output.getValue()).getInfo();
            if (info.type == OnnxJavaType.STRING) {
                texts += info.getNumElements();
            } else {
                numbers += info.getNumElements();
            }
        }
        permits.expectOutputs(numbers * parts, texts * parts);
    }

    private static Map<String, Tensor> copy(OrtSession.Result result, List<String> outputs) throws OrtException {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        for (String name : outputs) {
            copies.put(name, copy((OnnxTensor) result.get(name).orElseThrow()));
        }
        return copies;
    }

    private static Tensor copy(OnnxTensor tensor) throws OrtException {
        List<Long> shape = Arrays.stream(tensor.getInfo().getShape()).boxed().toList();
        Datatype datatype = Datatype.of(tensor.getInfo()).orElseThrow();
        if (datatype == Datatype.BYTES) {
            return Tensor.of(shape, Session.texts(tensor));
        }
        ByteBuffer bytes = Tensor.size(shape) == 0 ? ByteBuffer.allocate(0) : tensor.getByteBuffer();
        return Tensor.of(datatype, shape, bytes);
    }
}
