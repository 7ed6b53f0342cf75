import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One prediction by Javalin and DJL on ONNX Runtime: {@code java -cp … Peer.java PORT MODEL}. Each thread keeps a
 * predictor, which DJL's documentation recommends.
 */
public final class Peer {

    record Note(float variance, float skewness, float curtosis, float entropy) {}

    record Answer(String label, float[] probabilities) {}

    private Peer() {}

    public static void main(String[] arguments) throws IOException, ModelNotFoundException, MalformedModelException {
        ZooModel<Note, Answer> model = Criteria.builder()
                .setTypes(Note.class, Answer.class)
                .optModelPath(Path.of(arguments[1]))
                .optEngine("OnnxRuntime")
                .optOption("intraOpNumThreads", "1")
                .optOption("interOpNumThreads", "1")
                .optTranslator(new NoteTranslator())
                .build()
                .loadModel();
        ThreadLocal<Predictor<Note, Answer>> predictors = ThreadLocal.withInitial(model::newPredictor);
        Javalin.create(config -> config.routes.post(
                        "/predict", context -> context.json(predictors.get().predict(context.bodyAsClass(Note.class)))))
                .start("127.0.0.1", Integer.parseInt(arguments[0]));
    }

    private static final class NoteTranslator implements NoBatchifyTranslator<Note, Answer> {

        @Override
        public NDList processInput(TranslatorContext context, Note note) {
            NDManager manager = context.getNDManager();
            return new NDList(
                    input(manager, "variance", note.variance()),
                    input(manager, "skewness", note.skewness()),
                    input(manager, "curtosis", note.curtosis()),
                    input(manager, "entropy", note.entropy()));
        }

        private static NDArray input(NDManager manager, String name, float value) {
            NDArray array = manager.create(new float[] {value}, new Shape(1, 1));
            array.setName(name);
            return array;
        }

        @Override
        public Answer processOutput(TranslatorContext context, NDList outputs) {
            return new Answer(outputs.get(0).toStringArray()[0], outputs.get(1).toFloatArray());
        }
    }
}
