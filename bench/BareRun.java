import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The least that a servlet on the same server can do with the model: it takes the last bytes of the body as the floats
 * of the graph's inputs, one after the other, runs the graph, and sends the floats of one output. {@code java -cp …
 * BareRun.java PORT MODEL OUTPUT ROWS}. With one row, each thread keeps its tensors.
 */
public final class BareRun {

    private BareRun() {}

    public static void main(String[] arguments) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        OrtSession session = environment.createSession(arguments[1], options);
        ServletContextHandler context = new ServletContextHandler();
        Running servlet = new Running(environment, session, arguments[2], Integer.parseInt(arguments[3]));
        context.addServlet(new ServletHolder(servlet), "/*");
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        server.join();
    }

    private static final class Running extends HttpServlet {

        private final transient OrtEnvironment environment;
        private final transient OrtSession session;
        private final String output;
        private final int rows;
        private final transient ThreadLocal<Tensors> kept = ThreadLocal.withInitial(Tensors::new);

        Running(OrtEnvironment environment, OrtSession session, String output, int rows) {
            this.environment = environment;
            this.session = session;
            this.output = output;
            this.rows = rows;
        }

        /** The inputs of a run, in one buffer. */
        private final class Tensors implements AutoCloseable {

            private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            private final ByteBuffer bytes;

            Tensors() {
                try {
                    int columns = 0;
                    for (var input : session.getInputInfo().values()) {
                        columns += columns(input);
                    }
                    bytes = ByteBuffer.allocateDirect(4 * columns * rows).order(ByteOrder.nativeOrder());
                    int at = 0;
                    for (var input : session.getInputInfo().entrySet()) {
                        int width = columns(input.getValue());
                        ByteBuffer slice = bytes.slice(at, 4 * width * rows).order(ByteOrder.nativeOrder());
                        at += 4 * width * rows;
                        long[] shape = {rows, width};
                        inputs.put(
                                input.getKey(),
                                OnnxTensor.createTensor(environment, slice, shape, OnnxJavaType.FLOAT));
                    }
                } catch (ai.onnxruntime.OrtException e) {
                    throw new IllegalStateException(e);
                }
            }

            private static int columns(ai.onnxruntime.NodeInfo input) {
                long[] shape = ((ai.onnxruntime.TensorInfo) input.getInfo()).getShape();
                return (int) shape[1];
            }

            byte[] run() {
                try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                    ByteBuffer floats = ((OnnxTensor) result.get(0)).getByteBuffer();
                    byte[] copy = new byte[floats.remaining()];
                    floats.get(copy);
                    return copy;
                } catch (ai.onnxruntime.OrtException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                inputs.values().forEach(OnnxTensor::close);
            }
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readNBytes(request.getContentLength());
            byte[] answer;
            if (rows == 1) {
                answer = run(body, kept.get());
            } else {
                try (Tensors tensors = new Tensors()) {
                    answer = run(body, tensors);
                }
            }
            response.setContentType("application/octet-stream");
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }

        private static byte[] run(byte[] body, Tensors tensors) {
            int size = tensors.bytes.capacity();
            tensors.bytes.put(0, body, body.length - size, size);
            return tensors.run();
        }
    }
}
