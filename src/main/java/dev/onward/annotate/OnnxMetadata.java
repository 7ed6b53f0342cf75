package dev.onward.annotate;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Changes the metadata of an ONNX file without parsing the rest of it. */
final class OnnxMetadata {

    private OnnxMetadata() {}

    /**
     * Adds or replaces one metadata entry; every other field keeps its bytes.
     *
     * @param model a valid ONNX file
     */
    static byte[] with(byte[] model, String key, String value) {
        return changed(model, key, Optional.of(value));
    }

    /**
     * Removes one metadata entry, if there is one; every other field keeps its bytes.
     *
     * @param model a valid ONNX file
     */
    static byte[] without(byte[] model, String key) {
        return changed(model, key, Optional.empty());
    }

    private static byte[] changed(byte[] model, String key, Optional<String> value) {
        try {
            ByteArrayOutputStream changed = new ByteArrayOutputStream(
                    model.length + value.map(String::length).orElse(0) + 100);
            CodedInputStream fields = CodedInputStream.newInstance(model);
            int start = 0;
            for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
                boolean replaced = WireFormat.getTagFieldNumber(tag) == ModelProto.METADATA_PROPS_FIELD_NUMBER
                        && StringStringEntryProto.parseFrom(fields.readByteArray())
                                .getKey()
                                .equals(key);
                if (WireFormat.getTagFieldNumber(tag) != ModelProto.METADATA_PROPS_FIELD_NUMBER) {
                    fields.skipField(tag);
                }
                int end = fields.getTotalBytesRead();
                if (!replaced) {
                    changed.write(model, start, end - start);
                }
                start = end;
            }
            if (value.isPresent()) {
                CodedOutputStream out = CodedOutputStream.newInstance(changed);
                out.writeMessage(
                        ModelProto.METADATA_PROPS_FIELD_NUMBER,
                        StringStringEntryProto.newBuilder()
                                .setKey(key)
                                .setValue(value.get())
                                .build());
                out.flush();
            }
            return changed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
