package lorica.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JsonFaultTest {
    @Test
    void aByteOfZeroIsTextInUtf16OrDamage() {
        String expected = "a byte 0: is the file UTF-16, or damaged?";
        assertThat(fault("\0{\0")).isEqualTo(expected);
        assertThat(fault("{\"a\": \"b\0c\"}")).isEqualTo(expected);
    }

    @Test
    void anotherControlCharacterIsNamedWithAWayOut() {
        assertThat(fault("{\"a\": \"b\7c\"}"))
                .isEqualTo(
                        "a control character, code 7; write it with a backslash, or leave it out");
        assertThat(fault("{\"a\": \"b\nc\"}")).contains("code 10");
    }

    private static String fault(String json) {
        return JsonFault.of(
                catchThrowableOfType(
                        JacksonException.class, () -> JsonMapper.shared().readTree(json)));
    }
}
